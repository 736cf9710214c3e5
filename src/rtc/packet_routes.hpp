// Who owns which ufrag and which path. Paths that were let go are remembered for a while, so that a peer's last
// packets can be told from a stranger's.
// Ownership: sinks are held weakly.   Thread: one executor.   Errors: none; bounded by what its owner binds.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "rtc/packet_sink.hpp"

namespace codevoice::rtc {

class PacketRoutes {
 public:
  static constexpr Duration kQuiet = std::chrono::seconds{30};
  static constexpr std::size_t kMostTombstones = 4096;

  struct Found {
    std::shared_ptr<PacketSink> sink;  // empty: nobody
    bool late = false;                 // nobody any more
  };

  void add_ufrag(std::string ufrag, std::weak_ptr<PacketSink> sink);
  void remove_ufrag(std::string_view ufrag);
  std::shared_ptr<PacketSink> by_ufrag(std::string_view ufrag) const;

  void bind(const Path& path, std::weak_ptr<PacketSink> sink);
  void unbind(const Path& path, TimePoint now);
  /// The owner of the path, else of the same path from any address of ours.
  Found by_path(const Path& path, TimePoint now) const;

  void clear();
  std::size_t size() const { return routes_.size(); }

 private:
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
  };
  struct Route {
    std::weak_ptr<PacketSink> sink;
    TimePoint quiet_until{};  // a tombstone until then; default: in use
    bool is_tombstone() const { return quiet_until != TimePoint{}; }
  };
  struct Tombstone {
    Path path;
    TimePoint until{};
  };

  void bury_expired(TimePoint now);

  std::unordered_map<std::string, std::weak_ptr<PacketSink>, TextHash, std::equal_to<>> ufrags_;
  std::unordered_map<Path, Route, PathHash> routes_;
  std::deque<Tombstone> tombstones_;  // oldest first
  std::size_t any_local_ = 0;         // routes whose local address is open; with none, one look-up is enough
};

}  // namespace codevoice::rtc
