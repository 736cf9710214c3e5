// TcpPassive and the TcpConnections it keeps, with plain sockets as peers.
#include "rtc/tcp_passive.hpp"

#include <gtest/gtest.h>

#include "rtc/mux_rig.hpp"

namespace codevoice::rtc {
namespace {

using namespace std::chrono_literals;
using asio::ip::tcp;
using test::framed;
using test::run_until;

struct Listening {
  asio::io_context loop;
  std::shared_ptr<test::NotingReceiver> receiver = std::make_shared<test::NotingReceiver>();
  std::shared_ptr<TcpPassive> passive;

  explicit Listening(TcpLimits limits = {}) : passive(std::make_shared<TcpPassive>(loop.get_executor(), receiver, limits)) {
    EXPECT_TRUE(passive->listen({asio::ip::make_address("127.0.0.1")}, 0));
  }
  ~Listening() { passive->close(); }
  tcp::socket connect() {
    tcp::socket socket(loop);
    socket.connect({asio::ip::make_address("127.0.0.1"), passive->port()});
    return socket;
  }
  /// A peer whose connection has been accepted and bound, as after a valid check.
  tcp::socket connect_checked() {
    auto peer = connect();
    const auto had = receiver->packets.size();
    asio::write(peer, asio::buffer(framed(Bytes{1})));
    EXPECT_TRUE(run_until(loop, [&] { return receiver->packets.size() > had; }));
    passive->set_checked(receiver->packets.back().path);
    return peer;
  }
};

/// True when the other side has closed it.
bool is_closed(tcp::socket& socket) {
  socket.non_blocking(true);
  Bytes byte(1);
  boost::system::error_code error;
  socket.read_some(asio::buffer(byte), error);
  return error && error != asio::error::would_block;
}

TEST(TcpPassive, FramesComeWholeHoweverTheyAreCut) {
  Listening listening;
  auto peer = listening.connect();
  auto bytes = framed(Bytes(300, 7));
  const auto second = framed(Bytes{9});
  bytes.insert(bytes.end(), second.begin(), second.end());

  for (std::size_t i = 0; i < bytes.size(); ++i) {
    asio::write(peer, asio::buffer(&bytes[i], 1));
    listening.loop.restart();
    listening.loop.poll();
  }

  ASSERT_TRUE(run_until(listening.loop, [&] { return listening.receiver->packets.size() == 2; }));
  EXPECT_EQ(listening.receiver->packets[0].bytes, Bytes(300, 7));
  EXPECT_EQ(listening.receiver->packets[1].bytes, Bytes{9});
  EXPECT_EQ(listening.receiver->packets[0].path.remote.port(), peer.local_endpoint().port());
}

TEST(TcpPassive, ConnectionsWithoutAValidCheckAreClosedInTime) {
  TcpLimits limits;
  limits.check_timeout = 100ms;
  Listening listening(limits);
  auto checked = listening.connect_checked();
  auto idle = listening.connect();
  auto busy = listening.connect();
  asio::write(busy, asio::buffer(framed(Bytes{2})));

  ASSERT_TRUE(run_until(listening.loop, [&] { return listening.receiver->drops.count(DropReason::TcpNoCheck) == 2; }));

  EXPECT_TRUE(is_closed(idle));
  EXPECT_TRUE(is_closed(busy));
  EXPECT_FALSE(is_closed(checked));
  EXPECT_EQ(listening.passive->size(), 1U);
}

TEST(TcpPassive, OneSourceHasSoManyConnectionsAndNoMore) {
  TcpLimits limits;
  limits.per_source = 2;
  Listening listening(limits);
  auto first = listening.connect_checked();
  auto second = listening.connect_checked();
  auto third = listening.connect();

  ASSERT_TRUE(run_until(listening.loop, [&] { return listening.receiver->drops.count(DropReason::TcpRefused) == 1; }));
  EXPECT_TRUE(is_closed(third));
  first.close();
  ASSERT_TRUE(run_until(listening.loop, [&] { return listening.passive->size() == 1; }));
  auto fourth = listening.connect_checked();

  EXPECT_EQ(listening.passive->size(), 2U);
  EXPECT_EQ(listening.receiver->closed.size(), 1U);
}

TEST(TcpPassive, AnOverlongFrameEndsTheConnection) {
  Listening listening;
  auto peer = listening.connect_checked();

  asio::write(peer, asio::buffer(Bytes{0xFF, 0xFF, 1, 2, 3}));

  ASSERT_TRUE(run_until(listening.loop, [&] { return listening.passive->size() == 0; }));
  EXPECT_EQ(listening.receiver->drops.count(DropReason::TcpBadFrame), 1U);
  EXPECT_TRUE(is_closed(peer));
}

TEST(TcpPassive, APeerThatDoesNotReadLosesPacketsAndNothingWaits) {
  Listening listening;
  auto peer = listening.connect_checked();
  const auto path = listening.receiver->packets.back().path;
  const Bytes packet(1'000, 3);

  for (int i = 0; i < 20'000; ++i) listening.passive->send(path, packet);
  const auto lost = listening.receiver->drops.count(DropReason::TcpOverflow);
  EXPECT_GT(lost, 1'000U);

  std::size_t whole = 0;
  Bytes frame(2 + packet.size());
  peer.non_blocking(true);
  std::size_t have = 0;
  ASSERT_TRUE(run_until(listening.loop, [&] {
    boost::system::error_code error;
    while (!error) {
      have += peer.read_some(asio::buffer(frame.data() + have, frame.size() - have), error);
      if (have < frame.size()) continue;
      EXPECT_EQ(frame, framed(packet));  // what does arrive is never torn
      ++whole;
      have = 0;
    }
    return whole + lost == 20'000;
  }));
}

TEST(TcpPassive, ATakenPortIsSaid) {
  Listening listening;
  auto other = std::make_shared<TcpPassive>(listening.loop.get_executor(), listening.receiver);

  const auto taken = other->listen({asio::ip::make_address("127.0.0.1")}, listening.passive->port());

  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().kind, ErrorKind::Conflict);
  EXPECT_NE(taken.error().message.find(std::to_string(listening.passive->port())), std::string::npos);
}

}  // namespace
}  // namespace codevoice::rtc
