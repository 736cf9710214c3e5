// A room's transport and a participant's, each of a hub of its own, joined over loopback UDP.
// Thread: the test's.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "rtc/transport.hpp"

namespace codevoice::test {

struct TransportEnd final : rtc::TransportListener {
  void on_connected() override { ++connected; }
  void on_rtp(ByteView bytes, TimePoint) override { rtp.emplace_back(bytes.begin(), bytes.end()); }
  void on_rtcp(ByteView bytes, TimePoint) override { rtcp.emplace_back(bytes.begin(), bytes.end()); }
  void on_data(std::string_view label, ByteView message) override {
    data.emplace_back(std::string(label), Bytes(message.begin(), message.end()));
    if (on_message) on_message();
  }
  void on_failed(const Error& why) override { failures.push_back(why); }

  int connected = 0;
  std::vector<Bytes> rtp;
  std::vector<Bytes> rtcp;
  std::vector<std::pair<std::string, Bytes>> data;
  std::vector<Error> failures;
  std::function<void()> on_message;
};

inline Bytes rtp_packet(std::uint16_t sequence, std::uint32_t ssrc = 7) {
  Bytes packet(12 + 60, static_cast<std::uint8_t>(sequence));
  packet[0] = 0x80;
  packet[1] = 111;
  write_be16(&packet[2], sequence);
  write_be32(&packet[4], sequence * 960U);
  write_be32(&packet[8], ssrc);
  return packet;
}

inline Bytes rtcp_packet(std::uint32_t ssrc = 7) {
  Bytes packet{0x80, 201, 0, 1, 0, 0, 0, 0};
  write_be32(&packet[4], ssrc);
  return packet;
}

inline std::uint64_t count_of(const rtc::DropCounts& drops, std::string_view reason) {
  for (const auto& [name, count] : drops) {
    if (name == reason) return count;
  }
  return 0;
}

class TransportPair {
 public:
  struct Setup {
    rtc::DtlsRole participant_dtls = rtc::DtlsRole::Client;
    std::chrono::milliseconds connect_timeout{15'000};
    std::chrono::milliseconds consent_timeout{15'000};
  };

  TransportPair() : TransportPair(Setup{}) {}
  explicit TransportPair(const Setup& setup)
      : room_hub(std::move(*rtc::TransportHub::create(loop.get_executor(), {}))),
        participant_hub(std::move(*rtc::TransportHub::create(loop.get_executor(), {}))) {
    rtc::TransportConfig config;
    config.connect_timeout = setup.connect_timeout;
    config.consent_timeout = setup.consent_timeout;
    config.dtls = setup.participant_dtls == rtc::DtlsRole::Client ? rtc::DtlsRole::Server : rtc::DtlsRole::Client;
    room = room_hub->open(config, room_end);
    config.ice = rtc::IceRole::Controlling;
    config.dtls = setup.participant_dtls;
    config.channels = rtc::ChannelRole::Opener;
    participant = participant_hub->open(config, participant_end);
  }
  ~TransportPair() {
    room_hub->close();
    participant_hub->close();
  }

  static rtc::RemoteDescription describe(const rtc::Transport& transport) {
    rtc::RemoteDescription description;
    description.ice = transport.local_ice();
    description.fingerprint = transport.fingerprint();
    description.candidates = transport.local_candidates();
    return description;
  }
  /// The exchange of offer and answer.
  void introduce() {
    must(room->set_remote(describe(*participant)));
    must(participant->set_remote(describe(*room)));
  }
  bool run_until(const std::function<bool()>& done, std::chrono::milliseconds at_most = std::chrono::seconds{30}) {
    const auto end = std::chrono::steady_clock::now() + at_most;
    loop.restart();
    while (!done() && std::chrono::steady_clock::now() < end) {
      if (loop.stopped()) loop.restart();
      loop.run_one_for(std::chrono::milliseconds{50});
    }
    return done();
  }
  bool connect() {
    introduce();
    return run_until([this] { return room->connected() && participant->connected(); });
  }
  /// Sends `count` packets each way, numbered from `first`, until all have arrived.
  bool media_flows(std::uint16_t first, std::uint16_t count = 10) {
    const auto room_had = room_end->rtp.size();
    const auto participant_had = participant_end->rtp.size();
    for (std::uint16_t i = 0; i < count; ++i) {
      room->send_rtp(rtp_packet(static_cast<std::uint16_t>(first + i)));
      participant->send_rtp(rtp_packet(static_cast<std::uint16_t>(first + i)));
    }
    return run_until([&] { return room_end->rtp.size() == room_had + count && participant_end->rtp.size() == participant_had + count; });
  }

  asio::io_context loop;
  std::shared_ptr<TransportEnd> room_end = std::make_shared<TransportEnd>();
  std::shared_ptr<TransportEnd> participant_end = std::make_shared<TransportEnd>();
  std::unique_ptr<rtc::TransportHub> room_hub;
  std::unique_ptr<rtc::TransportHub> participant_hub;
  std::shared_ptr<rtc::Transport> room;
  std::shared_ptr<rtc::Transport> participant;

 private:
  static void must(const Result<void>& result) {
    if (!result) throw std::runtime_error(result.error().message);  // a test that cannot begin
  }
};

}  // namespace codevoice::test
