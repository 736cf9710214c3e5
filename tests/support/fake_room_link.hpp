// A room link that goes nowhere: keeps what was sent, and plays what a test gives it.
#pragma once

#include "room/room_link.hpp"

namespace codevoice::test {

class FakeRoomLink final : public room::RoomLink {
 public:
  const room::Participant& self() const override { return self_; }
  std::string_view room_name() const override { return "room"; }
  std::vector<room::Participant> others() const override { return others_; }
  void send_audio(std::span<const std::uint8_t> packet, std::uint8_t) override {
    packets.emplace_back(packet.begin(), packet.end());
    playout_.samples_sent += 960;
  }
  room::PlayoutState playout() const override { return playout_; }
  bool heard_by_someone() const override { return heard; }
  void send_text(room::TextMessage message) override { texts.push_back(std::move(message)); }
  void set_muted(bool is_muted) override { muted = is_muted; }
  void set_attributes(std::map<std::string, std::string> attributes) override {
    for (auto& [key, value] : attributes) self_.attributes[key] = value;
  }
  Awaitable<void> close() override {
    closed = true;
    co_return;
  }

  std::vector<Bytes> packets;
  std::vector<room::TextMessage> texts;
  bool heard = true;
  bool muted = false;
  bool closed = false;
  room::Participant self_{"PA_self", "self", "", "", {}, room::ParticipantKind::Standard};
  std::vector<room::Participant> others_;
  room::PlayoutState playout_;
};

}  // namespace codevoice::test
