#include "rtc/packet_mux.hpp"

#include <gmock/gmock.h>

#include "rtc/ice_requests.hpp"
#include "rtc/mux_rig.hpp"
#include "rtc/transport_pair.hpp"

namespace codevoice::rtc {
namespace {

using codevoice::test::count_of;
using test::Check;
using test::NotingSink;
using test::run_until;
using test::UdpPeer;

struct Bound {
  asio::io_context loop;
  std::unique_ptr<PacketMux> mux;
  std::shared_ptr<NotingSink> sink = std::make_shared<NotingSink>();

  explicit Bound(const HubConfig& config = {}) : mux(std::move(*PacketMux::create(loop.get_executor(), config))) {}
  Endpoint endpoint() const { return {asio::ip::make_address("127.0.0.1"), mux->udp_port()}; }
  bool dropped(std::string_view reason, std::uint64_t count = 1) {
    return run_until(loop, [&] { return count_of(mux->drops(), reason) == count; });
  }
};

/// A connected pair of TCP sockets: ours and the peer's.
std::pair<asio::ip::tcp::socket, asio::ip::tcp::socket> tcp_pair(asio::io_context& loop) {
  asio::ip::tcp::acceptor acceptor(loop, {asio::ip::make_address("127.0.0.1"), 0});
  asio::ip::tcp::socket peer(loop);
  peer.connect(acceptor.local_endpoint());
  return {acceptor.accept(), std::move(peer)};
}

TEST(PacketMux, ChecksGoByTheirNameAndTheRestByThePathBound) {
  Bound bound;
  UdpPeer peer(bound.loop, "127.0.0.1");
  const auto other = std::make_shared<NotingSink>();
  bound.mux->register_ufrag("mine", bound.sink);
  bound.mux->register_ufrag("other", other);

  peer.send(Check::to({"mine", "password"}).bytes(), bound.endpoint());
  ASSERT_TRUE(run_until(bound.loop, [&] { return !bound.sink->stun.empty(); }));
  bound.mux->bind_path(bound.sink->stun[0].path, bound.sink);
  peer.send(Bytes{0x80, 1, 2}, bound.endpoint());
  ASSERT_TRUE(run_until(bound.loop, [&] { return !bound.sink->packets.empty(); }));
  bound.mux->send(bound.sink->packets[0].path, Bytes{7, 7});
  std::optional<Bytes> answer;
  ASSERT_TRUE(run_until(bound.loop, [&] { return (answer = peer.receive()).has_value(); }));

  EXPECT_EQ(*answer, (Bytes{7, 7}));
  EXPECT_EQ(bound.sink->packets[0].path.remote, peer.endpoint());
  EXPECT_TRUE(other->stun.empty() && other->packets.empty());
}

TEST(PacketMux, TheSamePeerMayServeTwoParticipantsByTwoPorts) {
  Bound bound;
  UdpPeer first(bound.loop, "127.0.0.1");
  UdpPeer second(bound.loop, "127.0.0.1");
  const auto other = std::make_shared<NotingSink>();
  bound.mux->bind_path(udp_path_to(first.endpoint()), bound.sink);
  bound.mux->bind_path(udp_path_to(second.endpoint()), other);

  first.send(Bytes{0x80, 1}, bound.endpoint());
  second.send(Bytes{0x80, 2}, bound.endpoint());

  ASSERT_TRUE(run_until(bound.loop, [&] { return !bound.sink->packets.empty() && !other->packets.empty(); }));
  EXPECT_EQ(bound.sink->packets[0].bytes[1], 1);
  EXPECT_EQ(other->packets[0].bytes[1], 2);
}

TEST(PacketMux, WhatIsForNobodyIsCountedByReason) {
  Bound bound;
  UdpPeer peer(bound.loop, "127.0.0.1");

  peer.send(Bytes{0x80, 1, 2}, bound.endpoint());
  EXPECT_TRUE(bound.dropped("unknown_source"));
  peer.send(Check::to({"nobody", "password"}).bytes(), bound.endpoint());
  EXPECT_TRUE(bound.dropped("unknown_ufrag"));
  peer.send({}, bound.endpoint());
  EXPECT_TRUE(bound.dropped("empty"));
  peer.send(Bytes(kMaxPacketSize + 1, 0x80), bound.endpoint());
  EXPECT_TRUE(bound.dropped("oversized"));
}

TEST(PacketMux, APathLetGoIsLateAndAnUnregisteredNameUnknown) {
  Bound bound;
  UdpPeer peer(bound.loop, "127.0.0.1");
  bound.mux->register_ufrag("mine", bound.sink);
  bound.mux->bind_path(udp_path_to(peer.endpoint()), bound.sink);

  bound.mux->unbind_path(udp_path_to(peer.endpoint()));
  bound.mux->unregister_ufrag("mine");
  peer.send(Bytes{0x80, 1}, bound.endpoint());
  EXPECT_TRUE(bound.dropped("late"));
  UdpPeer stranger(bound.loop, "127.0.0.1");
  stranger.send(Check::to({"mine", "password"}).bytes(), bound.endpoint());
  EXPECT_TRUE(bound.dropped("unknown_ufrag"));

  EXPECT_TRUE(bound.sink->packets.empty() && bound.sink->stun.empty());
}

TEST(PacketMux, AdvertisesWhatIsBoundOrWhatTheOperatorSays) {
  HubConfig config;
  config.advertise = {"203.0.113.5", "2001:db8::5"};
  const Bound told(config);
  const Bound bound;

  const auto candidates = told.mux->local_candidates();
  ASSERT_EQ(candidates.size(), 2U);
  EXPECT_EQ(candidates[0].address, test::at("203.0.113.5", told.mux->udp_port()));
  EXPECT_EQ(candidates[1].address, test::at("2001:db8::5", told.mux->udp_port()));
  ASSERT_EQ(bound.mux->local_candidates().size(), 1U);
  EXPECT_EQ(bound.mux->local_candidates()[0].address, bound.endpoint());
  EXPECT_TRUE(bound.mux->reaches(asio::ip::make_address("198.51.100.1")));
  EXPECT_FALSE(bound.mux->reaches(asio::ip::make_address("2001:db8::5")));
}

TEST(PacketMux, OnLoopbackThisMachineIsServedByItsOtherAddressesToo) {
  HubConfig config;
  config.own_addresses = true;
  Bound bound(config);
  bound.mux->register_ufrag("mine", bound.sink);
  std::vector<Endpoint> offered;
  for (const auto& candidate : bound.mux->local_candidates()) offered.push_back(candidate.address);
  ASSERT_EQ(offered.front(), bound.endpoint());

  for (const auto& address : offered) {  // one more for each network of this machine
    UdpPeer peer(bound.loop, address.address().to_string().c_str());
    bound.sink->then = [&] { bound.mux->send(bound.sink->stun.back().path, Bytes{9}); };
    peer.send(Check::to({"mine", "password"}).bytes(), address);

    ASSERT_TRUE(run_until(bound.loop, [&] { return peer.receive().has_value(); })) << address.address();
    EXPECT_EQ(peer.last_source, address);
  }
}

TEST(PacketMux, WhereTheOperatorSaysTheAddressThePortOfOthersIsLeftAlone) {
  HubConfig config;
  config.own_addresses = true;
  config.advertise = {"127.0.0.2"};
  const Bound bound(config);
  HubConfig relay;
  relay.bind_address = "127.0.0.2";
  relay.udp_port = bound.mux->udp_port();
  asio::io_context loop;

  EXPECT_TRUE(PacketMux::create(loop.get_executor(), relay));
}

TEST(PacketMux, ATakenPortAndABadAddressAreSaid) {
  Bound bound;
  HubConfig taken;
  taken.udp_port = bound.mux->udp_port();
  HubConfig nonsense;
  nonsense.bind_address = "nonsense";

  const auto second = PacketMux::create(bound.loop.get_executor(), taken);
  const auto third = PacketMux::create(bound.loop.get_executor(), nonsense);

  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::Conflict);
  EXPECT_THAT(second.error().message, testing::HasSubstr(std::to_string(taken.udp_port)));
  ASSERT_FALSE(third);
  EXPECT_EQ(third.error().kind, ErrorKind::Invalid);
}

TEST(PacketMux, AnAdoptedConnectionCarriesChecksAndPacketsBothWays) {
  Bound bound;
  bound.mux->register_ufrag("mine", bound.sink);
  auto [ours, peer] = tcp_pair(bound.loop);
  const auto check = test::framed(Check::to({"mine", "password"}).bytes());

  bound.mux->adopt_tcp(std::move(ours), ByteView(check).first(10));  // the acceptor had read so much
  asio::write(peer, asio::buffer(check.data() + 10, check.size() - 10));
  ASSERT_TRUE(run_until(bound.loop, [&] { return !bound.sink->stun.empty(); }));
  const auto path = bound.sink->stun[0].path;
  EXPECT_EQ(path.kind, PathKind::Tcp);
  bound.mux->bind_path(path, bound.sink);
  asio::write(peer, asio::buffer(test::framed(Bytes{0x80, 5})));
  ASSERT_TRUE(run_until(bound.loop, [&] { return !bound.sink->packets.empty(); }));
  bound.mux->send(path, Bytes{1, 2, 3});
  Bytes answer(5);
  asio::read(peer, asio::buffer(answer));
  EXPECT_EQ(answer, test::framed(Bytes{1, 2, 3}));

  peer.close();
  ASSERT_TRUE(run_until(bound.loop, [&] { return !bound.sink->closed.empty(); }));
  EXPECT_EQ(bound.sink->closed[0], path);
  bound.mux->send(path, Bytes{1});
  EXPECT_TRUE(bound.dropped("no_route"));
}

TEST(PacketMux, UnbindingATcpPathClosesItsConnection) {
  Bound bound;
  bound.mux->register_ufrag("mine", bound.sink);
  auto [ours, peer] = tcp_pair(bound.loop);
  bound.mux->adopt_tcp(std::move(ours), test::framed(Check::to({"mine", "password"}).bytes()));
  ASSERT_EQ(bound.sink->stun.size(), 1U);

  bound.mux->unbind_path(bound.sink->stun[0].path);

  Bytes rest(1);
  boost::system::error_code error;
  peer.read_some(asio::buffer(rest), error);
  EXPECT_EQ(error, asio::error::eof);
  EXPECT_TRUE(bound.sink->closed.empty());  // it was our own wish
}

}  // namespace
}  // namespace codevoice::rtc
