#include "rtc/udp_socket.hpp"

#include <gmock/gmock.h>
#include <net/if.h>

#include "rtc/ice_requests.hpp"
#include "rtc/mux_rig.hpp"

namespace codevoice::rtc {
namespace {

using test::at;
using test::NotingReceiver;
using test::run_until;
using test::UdpPeer;

struct Bound {  // a socket and the one who notes what it receives
  asio::io_context loop;
  std::shared_ptr<NotingReceiver> receiver = std::make_shared<NotingReceiver>();
  std::shared_ptr<UdpSocket> socket;

  explicit Bound(const char* address, unsigned only_interface = 0) {
    socket = *UdpSocket::open(loop.get_executor(), at(address, 0), only_interface);
    socket->start(receiver);
  }
  ~Bound() { socket->close(); }
  Endpoint at_address(const char* address) const { return at(address, socket->bound().port()); }
};

TEST(UdpSocket, SaysWhereAPacketCameFromAndTo) {
  Bound bound("127.0.0.1");
  UdpPeer peer(bound.loop, "127.0.0.1");

  peer.send(Bytes{1, 2, 3}, bound.at_address("127.0.0.1"));

  ASSERT_TRUE(run_until(bound.loop, [&] { return !bound.receiver->packets.empty(); }));
  const auto& packet = bound.receiver->packets.front();
  EXPECT_EQ(packet.bytes, (Bytes{1, 2, 3}));
  EXPECT_EQ(packet.path.remote, peer.endpoint());
  EXPECT_EQ(packet.path.local, asio::ip::make_address("127.0.0.1"));
}

TEST(UdpSocket, WhatComesByAnotherInterfaceThanItsOwnIsNotHeard) {
  Bound other("0.0.0.0", 99'999);
  Bound loopback("0.0.0.0", if_nametoindex("lo"));
  UdpPeer peer(other.loop, "127.0.0.1");

  peer.send(Bytes{1}, other.at_address("127.0.0.1"));
  peer.send(Bytes{2}, loopback.at_address("127.0.0.1"));

  ASSERT_TRUE(run_until(loopback.loop, [&] { return !loopback.receiver->packets.empty(); }));
  other.loop.poll();
  EXPECT_TRUE(other.receiver->packets.empty());
}

TEST(UdpSocket, AWildcardSocketAnswersFromTheAddressThePacketCameTo) {
  Bound bound("0.0.0.0");
  UdpPeer peer(bound.loop, "127.0.0.1");
  bound.receiver->then = [&] { bound.socket->send(bound.receiver->packets.back().path, Bytes{9}); };

  std::optional<Bytes> answer;
  for (const auto* address : {"127.0.0.2", "127.0.0.77"}) {  // not what the kernel would choose
    peer.send(Bytes{1}, bound.at_address(address));
    ASSERT_TRUE(run_until(bound.loop, [&] { return (answer = peer.receive()).has_value(); }));

    EXPECT_EQ(bound.receiver->packets.back().path.local, asio::ip::make_address(address));
    EXPECT_EQ(peer.last_source, bound.at_address(address));
  }
}

TEST(UdpSocket, AV6WildcardDoesTheSameAndTakesNoV4) {
  if (!test::has_ipv6_loopback()) GTEST_SKIP() << "no IPv6 here";
  Bound bound("::");
  UdpPeer peer(bound.loop, "::1");
  UdpPeer v4_peer(bound.loop, "127.0.0.1");
  bound.receiver->then = [&] { bound.socket->send(bound.receiver->packets.back().path, Bytes{9}); };

  v4_peer.send(Bytes{4}, bound.at_address("127.0.0.1"));
  peer.send(Bytes{6}, bound.at_address("::1"));

  std::optional<Bytes> answer;
  ASSERT_TRUE(run_until(bound.loop, [&] { return (answer = peer.receive()).has_value(); }));
  EXPECT_EQ(peer.last_source, bound.at_address("::1"));
  ASSERT_EQ(bound.receiver->packets.size(), 1U);
  EXPECT_EQ(bound.receiver->packets.front().path.remote, peer.endpoint());
  EXPECT_EQ(bound.receiver->packets.front().path.local, asio::ip::make_address("::1"));
}

TEST(UdpSocket, SendsToAPathWhoseOwnAddressIsOpen) {
  Bound bound("0.0.0.0");
  UdpPeer peer(bound.loop, "127.0.0.1");

  bound.socket->send(udp_path_to(peer.endpoint()), Bytes{5});

  std::optional<Bytes> received;
  ASSERT_TRUE(run_until(bound.loop, [&] { return (received = peer.receive()).has_value(); }));
  EXPECT_EQ(received, Bytes{5});
}

TEST(UdpSocket, ManyPacketsAtOnceAllArriveInOrder) {
  Bound bound("127.0.0.1");
  UdpPeer peer(bound.loop, "127.0.0.1");
  constexpr std::size_t count = 200;  // several batches

  for (std::size_t i = 0; i < count; ++i) peer.send(Bytes{static_cast<std::uint8_t>(i)}, bound.at_address("127.0.0.1"));

  ASSERT_TRUE(run_until(bound.loop, [&] { return bound.receiver->packets.size() == count; }));
  for (std::size_t i = 0; i < count; ++i) EXPECT_EQ(bound.receiver->packets[i].bytes[0], static_cast<std::uint8_t>(i));
}

TEST(UdpSocket, WhatIsTooLongIsDroppedAndCounted) {
  Bound bound("127.0.0.1");
  UdpPeer peer(bound.loop, "127.0.0.1");

  peer.send(Bytes(kMaxPacketSize + 1), bound.at_address("127.0.0.1"));
  peer.send(Bytes(kMaxPacketSize), bound.at_address("127.0.0.1"));

  ASSERT_TRUE(run_until(bound.loop, [&] { return !bound.receiver->packets.empty(); }));
  EXPECT_EQ(bound.receiver->packets.front().bytes.size(), kMaxPacketSize);
  EXPECT_EQ(bound.receiver->drops.count(DropReason::Oversized), 1U);
}

TEST(UdpSocket, WhatTheKernelHadNoRoomForIsCounted) {
  Bound bound("127.0.0.1");
  UdpPeer peer(bound.loop, "127.0.0.1");
  constexpr std::size_t count = 20'000;
  for (std::size_t i = 0; i < count; ++i) peer.send(Bytes(1200), bound.at_address("127.0.0.1"));  // nobody reads yet
  auto done = [&] { return bound.receiver->packets.size() + bound.receiver->drops.count(DropReason::KernelOverflow) >= count; };

  for (int i = 0; i < 40 && !done(); ++i) {  // the kernel tells its count with the next packet
    peer.send(Bytes(1), bound.at_address("127.0.0.1"));
    const auto before = bound.receiver->packets.size();
    run_until(bound.loop, [&] { return bound.receiver->packets.size() > before || done(); });
  }

  EXPECT_TRUE(run_until(bound.loop, done));
  EXPECT_GT(bound.receiver->drops.count(DropReason::KernelOverflow), 0U);
}

TEST(UdpSocket, WhatCannotBeSentIsCounted) {
  Bound bound("127.0.0.1");

  bound.socket->send(udp_path_to(at("127.0.0.1", 9)), Bytes(70'000));  // longer than a datagram can be
  bound.socket->close();
  bound.socket->send(udp_path_to(at("127.0.0.1", 9)), Bytes{1});

  EXPECT_EQ(bound.receiver->drops.count(DropReason::SendFailed), 1U);
  EXPECT_EQ(bound.receiver->drops.count(DropReason::NoRoute), 1U);
}

TEST(UdpSocket, ClosingWhileABatchIsDeliveredStopsIt) {
  Bound bound("127.0.0.1");
  UdpPeer peer(bound.loop, "127.0.0.1");
  bound.receiver->then = [&] { bound.socket->close(); };
  for (std::uint8_t i = 0; i < 5; ++i) peer.send(Bytes{i}, bound.at_address("127.0.0.1"));

  run_until(bound.loop, [&] { return !bound.receiver->packets.empty(); });
  bound.loop.poll();

  EXPECT_EQ(bound.receiver->packets.size(), 1U);
}

TEST(UdpSocket, ATakenPortIsAConflict) {
  Bound bound("127.0.0.1");

  const auto second = UdpSocket::open(bound.loop.get_executor(), bound.socket->bound());

  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::Conflict);
}

}  // namespace
}  // namespace codevoice::rtc
