// The ICE agent of a participant toward a lite or full server: sends paced checks to the server's UDP candidates,
// nominates the first path that works, keeps the others as spares, and keeps consent fresh. No sockets, no timers:
// the owner passes packets and the time in, sends what take_packets() gives, and calls on_time() at deadline().
// Ownership: a value of the transport.   Thread: the transport's.
// Errors:    none of its own: the owner gives up when selected() stays empty or last_consent() grows old.
// Sources:   RFC 8445 §6.1.4 (pacing), §7.2, §7.3, §8.1.1, §14 (retransmission); RFC 7675 (consent).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rtc/ice_answerer.hpp"
#include "rtc/ice_pair.hpp"
#include "rtc/packet_path.hpp"
#include "rtc/stun_message.hpp"

namespace codevoice::rtc {

struct OutgoingPacket {
  Path path;
  Bytes bytes;
};

struct IceControllingConfig {
  bool ipv4 = true;  // which families our sockets can send to (PacketMux::reaches); other candidates are passed over
  bool ipv6 = false;
  Duration pace = std::chrono::milliseconds{50};               // Ta
  Duration first_retransmit = std::chrono::milliseconds{500};  // RTO at least
  Duration consent_interval = std::chrono::seconds{5};         // ±20 % each time
};

class IceControlling {
 public:
  enum class Role : std::uint8_t { Controlling, Controlled };

  explicit IceControlling(IceCredentials local, IceControllingConfig config = {});

  const IceCredentials& local() const { return local_.back(); }
  /// New local credentials for the next offer; the selected path goes on being used until the new checks select one.
  void restart(IceCredentials fresh);
  /// The server's credentials and candidates; another ufrag than before starts the checks anew.
  void set_remote(const IceCredentials& remote, const std::vector<Candidate>& candidates, TimePoint now);
  void add_remote_candidate(const Candidate& candidate, TimePoint now);

  /// Any STUN message that was routed here.
  void on_stun(const StunMessage& message, const Path& path, TimePoint now);
  /// Does what is due. Cheap to call early.
  void on_time(TimePoint now);

  /// To be sent now, in order (after every call above).
  std::vector<OutgoingPacket> take_packets();
  /// Paths to be bound to us (PacketMux::bind_path) before take_packets() is sent.
  std::vector<Path> take_new_paths();
  /// When on_time() is wanted next; nothing while there is nothing to do.
  std::optional<TimePoint> deadline() const;

  /// Where to send: the first path that worked, later the nominated one. Nothing before that.
  const std::optional<Path>& selected() const { return selected_; }
  bool nominated() const { return nominated_; }
  /// When the selected path was last answered for; nothing before the first answer.
  std::optional<TimePoint> last_consent() const { return last_consent_; }
  /// Smoothed over the answered checks of the selected path; zero while unknown.
  Duration round_trip() const { return round_trip_; }
  Role role() const { return role_; }
  /// Every path given by take_new_paths() (to unbind at the end), and the ufrags still answered for.
  const std::vector<Path>& paths() const { return paths_; }
  std::vector<std::string> ufrags() const;

 private:
  void add_pair(const Endpoint& remote, std::uint32_t priority);
  bool usable(const Endpoint& remote) const;
  IcePair* pair_to(const Endpoint& remote);
  IcePair* selected_pair();

  void on_request(const StunMessage& message, const Path& path, TimePoint now);
  void on_success(const StunMessage& message, const Path& path, TimePoint now);
  void on_error(const StunMessage& message, TimePoint now);
  /// False when both of us claim one role and it is the peer that must change; else the roles are settled.
  bool settle_roles(const StunMessage& message);
  void switch_to(Role role);
  /// The peer can reach us from there: so check that way next (RFC 8445 §7.3.1.4).
  void trigger(const StunMessage& message, const Endpoint& remote, TimePoint now);

  IcePair* next_to_check();
  void check_next(TimePoint now);
  void retransmit(TimePoint now);
  void keep_consent(TimePoint now);
  /// The selected pair has gone silent: uses the best spare that still answers.
  void use_spare(const IcePair& silent, TimePoint now);
  void send_check(IcePair& pair, IceCheckKind kind, TimePoint now);
  Bytes request_for(IceCheckKind kind, const StunTransaction& transaction) const;
  Duration retransmit_after() const;

  void took_answer(IcePair& pair, const IceAnswered& answer, TimePoint now);
  void nominate_one(TimePoint now);
  void select(const IcePair& pair);
  void settle_nomination(const IcePair& pair);
  Duration jittered_interval() const;

  IceControllingConfig config_;
  std::vector<IceCredentials> local_;  // oldest first, never empty
  IceCredentials checking_as_;         // ours, as the current checks use them
  std::optional<IceCredentials> remote_;
  std::vector<IcePair> pairs_;
  std::vector<Endpoint> triggered_;  // to be checked before the others
  std::vector<OutgoingPacket> packets_;
  std::vector<Path> new_paths_;
  std::vector<Path> paths_;
  std::optional<Path> selected_;
  bool selected_is_old_ = false;  // by the checks before a restart
  bool nominated_ = false;
  std::optional<TimePoint> last_consent_;
  Duration round_trip_{};
  Role role_ = Role::Controlling;
  std::uint64_t tie_breaker_ = 0;
  TimePoint next_check_{};
  IceAnswerer answerer_;
};

}  // namespace codevoice::rtc
