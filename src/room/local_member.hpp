// A participant of this very process: its voice goes straight to the subscribers' transports, and what the others say comes decoded.
// Ownership: owned by its user through RoomLink; the room (through the server) outlives it or tells it so by gone(). Thread: the server's executor.
#pragma once

#include <map>

#include "base/task_group.hpp"
#include "room/hosted_room.hpp"
#include "room/loudness.hpp"

namespace codevoice::room {

struct LocalParticipant {
  std::string identity;
  std::string name;
  std::map<std::string, std::string> attributes;
  ParticipantKind kind = ParticipantKind::Agent;
  TimePoint zero{};  // media time 0 of RemoteAudioFrame::captured
};

class LocalMember final : public RoomLink {
 public:
  LocalMember(asio::any_io_executor executor, HostedRoom& room, LocalParticipant who, RoomListener& listener, Clock& clock);
  ~LocalMember() override;
  LocalMember(const LocalMember&) = delete;
  LocalMember& operator=(const LocalMember&) = delete;

  /// Joins: the others see it, its listener is told who is there.
  void join();

  const Participant& self() const override { return self_; }
  std::string_view room_name() const override { return room_name_; }
  std::vector<Participant> others() const override;
  void send_audio(std::span<const std::uint8_t> opus_packet, std::uint8_t level) override;
  PlayoutState playout() const override;
  bool heard_by_someone() const override;
  void send_text(TextMessage message) override;
  void set_muted(bool muted) override;
  void set_attributes(std::map<std::string, std::string> attributes) override;
  Awaitable<void> close() override;

  // called by the room
  const wire::ParticipantInfo& info() const { return info_; }
  wire::ParticipantInfo& info() { return info_; }
  const std::string& track_sid() const { return info_.tracks(0).sid(); }
  TimePoint zero() const { return zero_; }
  Loudness& loudness() { return loudness_; }
  RoomListener& listener() { return listener_; }
  void on_data(const wire::DataPacket& packet);
  void subscribed();
  /// The room is gone (deleted, server closing).
  void gone(LeaveReason why);

 private:
  Awaitable<void> pull_audio();

  HostedRoom* room_;
  std::string room_name_;
  Participant self_;
  wire::ParticipantInfo info_;
  TimePoint zero_;
  RoomListener& listener_;
  Clock& clock_;
  TextStreamAssembler streams_;
  std::uint64_t samples_ = 0;
  Loudness loudness_;
  TaskGroup tasks_;
};

}  // namespace codevoice::room
