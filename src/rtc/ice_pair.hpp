// One candidate pair of a full agent (our socket, one remote candidate): its state and its checks under way.
// Ownership: a value of the agent.   Thread: the agent's.
// Sources:   RFC 8445 §6.1.2.6 (states), §14 (retransmission); RFC 7675 §5.1 (consent checks are not retransmitted).
#pragma once

#include <array>
#include <optional>

#include "rtc/packet_path.hpp"
#include "rtc/stun_message.hpp"

namespace codevoice::rtc {

enum class IceCheckKind : std::uint8_t { Ordinary, Nomination, Consent };

/// A request of ours that was answered.
struct IceAnswered {
  IceCheckKind kind = IceCheckKind::Ordinary;
  std::optional<Duration> round_trip;  // nothing when it was sent more than once: which one was answered is not known
};

/// A request to be sent, and kept until answered.
struct IceRequest {
  IceCheckKind kind = IceCheckKind::Ordinary;
  StunTransaction transaction{};
  Bytes bytes;
};

class IcePair {
 public:
  enum class State : std::uint8_t { Waiting, InProgress, Succeeded, Failed };

  IcePair(const Endpoint& remote, std::uint32_t priority) : path_(udp_path_to(remote)), priority_(priority) {}

  const Endpoint& remote() const { return path_.remote; }
  const Path& path() const { return path_; }  // our address in it is known after the first answer
  std::uint32_t priority() const { return priority_; }
  State state() const { return state_; }

  /// A check or a nomination is sent: retransmitted until answered or given up. One under way is not repeated any more,
  /// but a late answer to it still counts.
  void start(IceRequest request, TimePoint now, Duration retransmit_after);
  /// A consent check is sent: once, and a late answer to an earlier one counts too.
  void note_consent(const StunTransaction& transaction, TimePoint now);
  /// The bytes to send again when that is due. Fails the pair when the last one has gone unanswered.
  const Bytes* retransmit(TimePoint now);
  /// When retransmit() is wanted next.
  std::optional<TimePoint> retransmit_at() const;

  /// The check that `transaction` answers; nothing when it is none of ours still awaited.
  std::optional<IceAnswered> take_answer(const StunTransaction& transaction, TimePoint now);
  void succeed(const Path& path, TimePoint now);
  void fail();
  /// To be checked anew.
  void wait_again();

  bool nominating() const { return running_ && running_->request.kind == IceCheckKind::Nomination; }
  /// A controlled agent was told to use this pair before its own check had passed.
  bool wanted_by_peer() const { return wanted_by_peer_; }
  void set_wanted_by_peer() { wanted_by_peer_ = true; }

  TimePoint last_answer() const { return last_answer_; }
  TimePoint next_consent() const { return next_consent_; }
  void set_next_consent(TimePoint when) { next_consent_ = when; }
  /// Consent checks sent since the last answer of any kind.
  std::size_t unanswered() const { return unanswered_; }

 private:
  struct Running {
    IceRequest request;
    TimePoint sent_at{};
    TimePoint next{};
    Duration first_wait{};
    Duration wait{};
    int sent = 1;
  };
  struct Awaited {  // not retransmitted (any more)
    StunTransaction transaction{};
    IceCheckKind kind = IceCheckKind::Consent;
    TimePoint sent_at{};
    bool awaited = false;
    bool sent_once = true;
  };

  void await(const Awaited& one);

  Path path_;
  std::uint32_t priority_;
  State state_ = State::Waiting;
  std::optional<Running> running_;
  std::array<Awaited, 8> awaited_{};  // the latest, in a ring
  std::size_t next_slot_ = 0;
  std::size_t unanswered_ = 0;
  bool wanted_by_peer_ = false;
  TimePoint last_answer_{};
  TimePoint next_consent_{};
};

}  // namespace codevoice::rtc
