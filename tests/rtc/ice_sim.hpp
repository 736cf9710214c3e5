// A controlling agent and a server with several addresses, joined by a wire that delays, loses and reorders as told.
// Time jumps from event to event: no sockets, no clock.
#pragma once

#include <functional>
#include <map>

#include "rtc/ice_controlling.hpp"
#include "rtc/ice_lite.hpp"
#include "rtc/ice_requests.hpp"

namespace codevoice::rtc::test {

inline const Endpoint kClient = at("198.51.100.7", 5000);

inline Candidate candidate(const Endpoint& address, std::uint32_t priority) { return {CandidateKind::Udp, address, priority}; }

/// What a server does with a packet that came to one of its addresses; `reply` sends back from that address.
class IceServer {
 public:
  virtual ~IceServer() = default;
  virtual std::vector<Bytes> on_packet(const Bytes& bytes, const Path& path, TimePoint now) = 0;
};

class LiteServer final : public IceServer {
 public:
  explicit LiteServer(IceCredentials credentials) : agent(std::move(credentials)) {}
  std::vector<Bytes> on_packet(const Bytes& bytes, const Path& path, TimePoint now) override {
    const auto message = parse_stun(bytes);
    if (!message || message->kind != StunKind::Request) return {};
    nominations += message->use_candidate ? 1 : 0;
    auto outcome = agent.on_request(*message, path, now);
    if (outcome.answer.empty()) return {};
    return {std::move(outcome.answer)};
  }
  IceLite agent;
  int nominations = 0;
};

class IceSim {
 public:
  struct Sent {
    TimePoint at;
    Endpoint to;
    Bytes bytes;
  };

  IceSim(IceControlling& agent, IceServer& server) : agent_(agent), server_(server) {}

  std::function<bool(const Endpoint& server)> lose = [](const Endpoint&) { return false; };
  std::function<Duration(const Endpoint& server)> delay = [](const Endpoint&) { return std::chrono::milliseconds{10}; };
  TimePoint now{std::chrono::hours{1}};
  std::vector<Sent> sent;  // by the agent

  /// Delivers, and lets the agent act whenever it asked to, for `length`.
  void run(Duration length) {
    const auto end = now + length;
    flush();
    while (true) {
      auto next = agent_.deadline().value_or(TimePoint::max());
      if (!wire_.empty()) next = std::min(next, wire_.begin()->first);
      if (next > end) break;
      now = std::max(now, next);
      step();
      flush();
    }
    now = end;
  }
  /// The server sends by itself, as if from `from`.
  void from_server(const Endpoint& from, Bytes bytes) { wire_.emplace(now + delay(from), Packet{false, from, std::move(bytes)}); }
  std::size_t checks_sent(TimePoint since = {}) const {
    return static_cast<std::size_t>(std::count_if(
        sent.begin(), sent.end(), [&](const Sent& one) { return one.at >= since && parse_stun(one.bytes)->kind == StunKind::Request; }));
  }

 private:
  struct Packet {
    bool to_server = false;
    Endpoint server;
    Bytes bytes;
  };

  void step() {
    if (!wire_.empty() && wire_.begin()->first <= now) {
      const auto packet = std::move(wire_.begin()->second);
      wire_.erase(wire_.begin());
      deliver(packet);
    }
    agent_.on_time(now);
  }
  void deliver(const Packet& packet) {
    Path path;
    if (!packet.to_server) {
      path.remote = packet.server;
      path.local = kClient.address();
      if (const auto message = parse_stun(packet.bytes)) agent_.on_stun(*message, path, now);
      return;
    }
    path.remote = kClient;
    path.local = packet.server.address();
    for (auto& answer : server_.on_packet(packet.bytes, path, now)) {
      if (!lose(packet.server)) from_server(packet.server, std::move(answer));
    }
  }
  void flush() {
    for (auto& packet : agent_.take_packets()) {
      const auto& to = packet.path.remote;
      sent.push_back({now, to, packet.bytes});
      if (!lose(to)) wire_.emplace(now + delay(to), Packet{true, to, std::move(packet.bytes)});
    }
  }

  IceControlling& agent_;
  IceServer& server_;
  std::multimap<TimePoint, Packet> wire_;
};

}  // namespace codevoice::rtc::test
