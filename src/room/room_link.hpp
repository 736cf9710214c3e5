// What a bot (or synthetic candidate) sees of a room, be it the embedded one in this process or a LiveKit server by URL.
// Units:     audio in and out is mono; RTP-level work (SRTP, jitter, Opus) is behind this interface.
// Ownership: the link is owned by its user; the listener must outlive it (or call close() first).
// Thread:    one executor, given at creation; every callback and call on it. Callbacks must return within 1 ms.
// Errors:    on_disconnected is the only end; after it the link is dead. Reconnects (resume, full) happen inside, unseen,
//            except that published audio pauses meanwhile.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/asio.hpp"
#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"

namespace codevoice::room {

enum class ParticipantKind : std::uint8_t { Standard, Agent };

/// Why a participant or we ourselves left; numbers are LiveKit's DisconnectReason.
enum class LeaveReason : std::uint8_t {
  Unknown = 0,
  ClientInitiated = 1,
  DuplicateIdentity = 2,
  ServerShutdown = 3,
  ParticipantRemoved = 4,
  RoomDeleted = 5,
  StateMismatch = 6,
  JoinFailure = 7,
  SignalClose = 9,
  RoomClosed = 10,
  UserRejected = 12,
  ConnectionTimeout = 14,
  MediaFailure = 15,
};
std::string_view name_of(LeaveReason reason) noexcept;
/// For people: "an administrator removed it from the room".
std::string_view words_of(LeaveReason reason) noexcept;

struct Participant {
  std::string sid;
  std::string identity;
  std::string name;
  std::string metadata;
  std::map<std::string, std::string> attributes;
  ParticipantKind kind = ParticipantKind::Standard;
  bool may_publish = true;  // false: somebody who only listens
};

/// 20 ms of a participant's voice after jitter buffer and Opus: always one per 20 ms while the track is subscribed.
struct RemoteAudioFrame {
  std::span<const std::int16_t> pcm;   // 16 kHz mono, 320 samples; valid during the call
  MediaTime captured;                  // position on the track's own sample clock, mapped to the listener's timeline (LinkConfig::zero)
  bool concealed = false;              // made by loss concealment, or silence because nothing arrived
  std::uint64_t packets_received = 0;  // running total for this track (for watchdogs)
  std::uint64_t packets_lost = 0;      // the same of those that never came
  Duration jitter{};                   // interarrival, RFC 3550
};

struct TextMessage {
  std::string from_identity;
  std::string topic;  // "lk.chat", "lk.transcription", or the product's own "codevoice.*"
  std::string text;
  std::map<std::string, std::string> attributes;
};

class RoomListener {
 public:
  virtual ~RoomListener() = default;
  virtual void on_participant_joined(const Participant& who) = 0;
  /// Also called on a full reconnect of that participant (left, then joined again with a new sid).
  virtual void on_participant_left(const Participant& who, LeaveReason why) = 0;
  virtual void on_participant_updated(const Participant& who) = 0;
  virtual void on_audio_subscribed(const Participant& who, std::string_view track_sid) = 0;
  virtual void on_audio_unsubscribed(const Participant& who, std::string_view track_sid) = 0;
  virtual void on_audio_muted(const Participant& who, bool muted) = 0;
  virtual void on_audio(const Participant& who, const RemoteAudioFrame& frame) = 0;
  virtual void on_text(const TextMessage& message) = 0;
  /// One of the others subscribed to our audio: from now on it hears us (R19: greet only after this).
  virtual void on_our_audio_subscribed() = 0;
  virtual void on_disconnected(LeaveReason why, const std::string& detail) = 0;
};

/// When `samples_48k` of the published timeline had been handed to RTP (for the ledger of what was heard).
struct PlayoutState {
  std::uint64_t samples_sent = 0;  // 48 kHz samples, silence included
  Duration round_trip{};           // to the farthest listener; zero while unknown
  double loss = 0.0;               // share of our packets that the worst-off listener lost lately, 0 to 1
};

class RoomLink {
 public:
  virtual ~RoomLink() = default;
  virtual const Participant& self() const = 0;
  virtual std::string_view room_name() const = 0;
  virtual std::vector<Participant> others() const = 0;

  /// 20 ms of our voice: an Opus packet (48 kHz mono, 960 samples); an empty span sends nothing for this tick (DTX) but
  /// moves the timeline on. The caller paces: one call per 20 ms tick.
  /// `level`: how loud it is, 0 (loudest) to 127 -dBov, for the list of speakers.
  virtual void send_audio(std::span<const std::uint8_t> opus_packet, std::uint8_t level) = 0;
  virtual PlayoutState playout() const = 0;
  /// True when at least one other participant is subscribed to our audio and its transport is connected.
  virtual bool heard_by_someone() const = 0;

  /// A text stream (header, chunks, trailer) to all; `sender_identity` may name another participant (transcripts).
  virtual void send_text(TextMessage message) = 0;
  /// Tells the others that our microphone is off, or on again.
  virtual void set_muted(bool muted) = 0;
  /// Merges into our own attributes ("lk.agent.state").
  virtual void set_attributes(std::map<std::string, std::string> attributes) = 0;
  /// Leaves cleanly; no callback follows.
  virtual Awaitable<void> close() = 0;
};

}  // namespace codevoice::room
