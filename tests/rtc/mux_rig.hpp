// A loop, sinks that note what they get, and plain sockets as peers: for tests of the sockets over loopback.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <functional>

#include "rtc/packet_mux.hpp"
#include "rtc/packet_receiver.hpp"

namespace codevoice::rtc::test {

/// Runs `loop` until `done`; false when nothing brought it about (a generous limit keeps a broken test from hanging).
inline bool run_until(asio::io_context& loop, const std::function<bool()>& done) {
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  loop.restart();
  while (!done()) {
    if (std::chrono::steady_clock::now() > limit) return false;
    loop.run_one_for(std::chrono::milliseconds{20});
    if (loop.stopped()) loop.restart();
  }
  return true;
}

class NotingSink final : public PacketSink {
 public:
  struct Packet {
    Bytes bytes;
    Path path;
  };
  void on_stun(const StunMessage& message, const Path& path, TimePoint) override {
    stun.push_back({Bytes(message.raw.begin(), message.raw.end()), path});
    if (then) then();
  }
  void on_packet(std::span<std::uint8_t> bytes, const Path& path, TimePoint) override {
    packets.push_back({Bytes(bytes.begin(), bytes.end()), path});
    if (then) then();
  }
  void on_path_closed(const Path& path) override { closed.push_back(path); }

  std::vector<Packet> stun;
  std::vector<Packet> packets;
  std::vector<Path> closed;
  std::function<void()> then;
};

class NotingReceiver final : public PacketReceiver {
 public:
  void on_datagram(std::span<std::uint8_t> bytes, const Path& path, TimePoint) override {
    packets.push_back({Bytes(bytes.begin(), bytes.end()), path});
    if (then) then();
  }
  void on_drop(DropReason reason, std::uint64_t count, TimePoint now) override { drops.add(reason, now, count); }
  void on_connection_closed(const Path& path) override { closed.push_back(path); }

  std::vector<NotingSink::Packet> packets;
  std::vector<Path> closed;
  PacketDrops drops;
  std::function<void()> then;
};

/// A peer with one UDP socket.
class UdpPeer {
 public:
  UdpPeer(asio::io_context& loop, const char* address) : socket_(loop, {asio::ip::make_address(address), 0}) { socket_.non_blocking(true); }
  void send(ByteView bytes, const Endpoint& to) { socket_.send_to(asio::buffer(bytes.data(), bytes.size()), to); }
  /// The next datagram, if one is there.
  std::optional<Bytes> receive() {
    Bytes bytes(4096);
    boost::system::error_code error;
    const auto count = socket_.receive_from(asio::buffer(bytes), last_source, 0, error);
    if (error) return std::nullopt;
    bytes.resize(count);
    return bytes;
  }
  Endpoint endpoint() const { return socket_.local_endpoint(); }
  Endpoint last_source;

 private:
  asio::ip::udp::socket socket_;
};

inline Bytes framed(ByteView packet) {
  Bytes bytes(2 + packet.size());
  write_be16(bytes.data(), static_cast<std::uint16_t>(packet.size()));
  std::copy(packet.begin(), packet.end(), bytes.begin() + 2);
  return bytes;
}

inline bool has_ipv6_loopback() {
  asio::io_context loop;
  asio::ip::udp::socket socket(loop);
  boost::system::error_code error;
  socket.open(asio::ip::udp::v6(), error);
  if (!error) socket.bind({asio::ip::address_v6::loopback(), 0}, error);
  return !error;
}

}  // namespace codevoice::rtc::test
