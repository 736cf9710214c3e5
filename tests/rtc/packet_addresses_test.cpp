#include "rtc/packet_addresses.hpp"

#include <gmock/gmock.h>

#include "rtc/ice_requests.hpp"

namespace codevoice::rtc {
namespace {

using asio::ip::make_address;
using test::at;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(PacketAddresses, OnlyTheDoubleColonBindsBothFamilies) {
  EXPECT_THAT(*addresses_to_bind("127.0.0.1"), ElementsAre(make_address("127.0.0.1")));
  EXPECT_THAT(*addresses_to_bind("0.0.0.0"), ElementsAre(make_address("0.0.0.0")));
  EXPECT_THAT(*addresses_to_bind("::1"), ElementsAre(make_address("::1")));
  EXPECT_THAT(*addresses_to_bind("::"), ElementsAre(make_address("0.0.0.0"), make_address("::")));
}

TEST(PacketAddresses, ANameIsNoAddress) {
  const auto bound = addresses_to_bind("localhost");
  const auto listed = parse_addresses({"192.0.2.1", "not an address"});

  ASSERT_FALSE(bound);
  EXPECT_EQ(bound.error().kind, ErrorKind::Invalid);
  ASSERT_FALSE(listed);
  EXPECT_THAT(listed.error().message, HasSubstr("not an address"));
}

TEST(PacketAddresses, AWildcardStandsForAddressesAPeerCanUse) {
  const auto v4 = addresses_of({make_address("0.0.0.0")});

  ASSERT_THAT(v4, Not(IsEmpty()));
  for (const auto& one : v4) {
    EXPECT_TRUE(one.is_v4());
    EXPECT_FALSE(one.is_unspecified());
    EXPECT_NE(one.to_v4().to_uint() >> 16, 0xA9FEU);
    EXPECT_TRUE(!one.is_loopback() || v4.size() == 1) << "loopback only when there is nothing else";
  }
  EXPECT_THAT(addresses_of({make_address("127.0.0.1")}), ElementsAre(make_address("127.0.0.1")));
}

TEST(PacketAddresses, CandidatesHaveTheUsualPrioritiesUdpFirst) {
  const std::vector<asio::ip::address> addresses = {make_address("192.0.2.1"), make_address("2001:db8::1")};

  const auto udp = udp_candidates(addresses, 7882);
  const auto tcp = tcp_candidates(addresses, 7881);

  ASSERT_EQ(udp.size(), 2U);
  EXPECT_EQ(udp[0].priority, 2130706431U);
  EXPECT_EQ(udp[0].address, at("192.0.2.1", 7882));
  EXPECT_EQ(udp[1].address, at("2001:db8::1", 7882));
  EXPECT_GT(udp[0].priority, udp[1].priority);
  ASSERT_EQ(tcp.size(), 2U);
  EXPECT_EQ(tcp[0].priority, 1671430143U);
  EXPECT_EQ(tcp[0].kind, CandidateKind::TcpPassive);
  EXPECT_EQ(tcp[0].address, at("192.0.2.1", 7881));
  EXPECT_GT(tcp[0].priority, tcp[1].priority);
  EXPECT_TRUE(tcp_candidates(addresses, 0).empty());
}

TEST(PacketAddresses, ABindErrorNamesTheAddressAndTheKind) {
  const auto in_use = bind_error("UDP", at("0.0.0.0", 7882), asio::error::address_in_use);
  const auto elsewhere = bind_error("TCP", at("2001:db8::1", 7881), make_error_code(boost::system::errc::address_not_available));

  EXPECT_EQ(in_use.kind, ErrorKind::Conflict);
  EXPECT_THAT(in_use.message, HasSubstr("UDP 0.0.0.0:7882"));
  EXPECT_EQ(elsewhere.kind, ErrorKind::Invalid);
  EXPECT_THAT(elsewhere.message, HasSubstr("[2001:db8::1]:7881"));
}

}  // namespace
}  // namespace codevoice::rtc
