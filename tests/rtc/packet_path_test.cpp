#include "rtc/packet_path.hpp"

#include <gtest/gtest.h>

#include <set>

namespace codevoice::rtc {
namespace {

Endpoint at(const char* address, std::uint16_t port) { return {asio::ip::make_address(address), port}; }

TEST(PacketPath, MappedAddressesBecomeV4AndOthersStay) {
  EXPECT_EQ(unmapped(at("::ffff:192.0.2.1", 9)), at("192.0.2.1", 9));
  EXPECT_EQ(unmapped(at("2001:db8::1", 9)), at("2001:db8::1", 9));
  EXPECT_EQ(unmapped(at("192.0.2.1", 9)), at("192.0.2.1", 9));
}

TEST(PacketPath, PathsThatDifferInOnePartAreNotEqualAndHashApart) {
  const auto one = udp_path_to(at("192.0.2.1", 9));
  auto other_port = one;
  other_port.remote.port(10);
  auto other_local = one;
  other_local.local = asio::ip::make_address("10.0.0.1");
  auto other_kind = one;
  other_kind.kind = PathKind::Tcp;
  auto other_connection = other_kind;
  other_connection.connection = 2;
  auto v6 = udp_path_to(at("2001:db8::1", 9));

  std::set<std::size_t> hashes;
  for (const auto& path : {one, other_port, other_local, other_kind, other_connection, v6}) hashes.insert(PathHash{}(path));

  EXPECT_EQ(hashes.size(), 6U);
  EXPECT_NE(one, other_port);
  EXPECT_NE(one, other_local);
  EXPECT_NE(one, other_kind);
  EXPECT_NE(other_kind, other_connection);
  EXPECT_EQ(PathHash{}(one), PathHash{}(udp_path_to(at("192.0.2.1", 9))));
}

TEST(PacketPath, NeighbouringPortsSpreadOverTheTable) {
  std::set<std::size_t> buckets;
  for (std::uint16_t port = 1000; port < 2000; ++port) buckets.insert(PathHash{}(udp_path_to(at("192.0.2.1", port))) % 1024);

  EXPECT_GT(buckets.size(), 500U);
}

}  // namespace
}  // namespace codevoice::rtc
