// The ICE-lite agent of one peer: answers checks and knows which path to send by. No sockets, no timers.
// The first integrity-checked path is used until a nomination comes; then the latest nomination wins.
// Ownership: a value of the transport.   Thread: the transport's.
// Errors:    a bad check gets the answer the RFC asks for (400, 401, 420, 487), a flood of them no answer.
// Sources:   RFC 8445 §7.3 and §8.1 (lite), §9 (restart); RFC 8489 §9.1.3.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rtc/ice_answerer.hpp"
#include "rtc/packet_path.hpp"
#include "rtc/stun_message.hpp"

namespace codevoice::rtc {

/// What a check led to; the owner acts on it in this order.
struct IceLiteOutcome {
  Bytes answer;                      // to be sent back by the path it came by; empty: none
  bool passed = false;               // integrity checked: the peer is alive
  std::optional<Path> bind;          // a path seen for the first time: route it here
  std::vector<Path> unbind;          // paths no longer of use
  std::vector<std::string> retired;  // ufrags to unregister: a nomination came on a newer generation
  bool selected_changed = false;     // selected() is another path now
};

class IceLite {
 public:
  explicit IceLite(IceCredentials local);

  /// The newest generation's: what the next answer advertises.
  const IceCredentials& local() const { return generations_.back().credentials; }
  /// A new generation. The old ones stay valid until a nomination comes on a newer one.
  /// Returns ufrags to unregister (only when restarts pile up).
  std::vector<std::string> restart(IceCredentials fresh);

  /// `message` is a request routed here by its ufrag.
  IceLiteOutcome on_request(const StunMessage& message, const Path& path, TimePoint now);
  /// The path is gone (TCP closed): falls back to the path most recently checked. True when selected() changed.
  bool forget(const Path& path);

  /// Where to send; nothing before the first check passed.
  const std::optional<Path>& selected() const { return selected_; }
  /// When a check passed last, on any path: the owner applies the consent timeout to it.
  std::optional<TimePoint> last_checked() const { return last_checked_; }
  /// Every path a check passed on (to unbind at the end), and every ufrag still valid.
  std::vector<Path> paths() const;
  std::vector<std::string> ufrags() const;

 private:
  struct Generation {
    std::uint32_t number = 0;
    IceCredentials credentials;
  };
  struct CheckedPath {
    Path path;
    std::uint32_t generation = 0;
    TimePoint checked{};
  };

  const Generation* generation_of(std::string_view ufrag) const;
  void remember(const Path& path, std::uint32_t generation, TimePoint now, IceLiteOutcome& outcome);
  void nominate(const Path& path, std::uint32_t generation, IceLiteOutcome& outcome);
  void select(const Path& path, IceLiteOutcome& outcome);

  std::vector<Generation> generations_;  // oldest first, never empty
  std::uint32_t next_generation_ = 1;
  std::vector<CheckedPath> checked_;
  std::optional<Path> selected_;
  std::optional<TimePoint> last_checked_;
  IceAnswerer answerer_;
};

}  // namespace codevoice::rtc
