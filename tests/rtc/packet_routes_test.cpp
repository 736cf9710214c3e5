#include "rtc/packet_routes.hpp"

#include <gtest/gtest.h>

#include "rtc/ice_requests.hpp"
#include "rtc/mux_rig.hpp"

namespace codevoice::rtc {
namespace {

using namespace std::chrono_literals;
using test::NotingSink;
using test::udp_path;

constexpr TimePoint kNow{1h};

TEST(PacketRoutes, FindsTheOwnerOfAUfragUntilItIsRemoved) {
  PacketRoutes routes;
  const auto sink = std::make_shared<NotingSink>();
  routes.add_ufrag("one", sink);
  routes.add_ufrag("two", sink);

  routes.remove_ufrag("two");

  EXPECT_EQ(routes.by_ufrag("one"), sink);
  EXPECT_EQ(routes.by_ufrag("two"), nullptr);
  EXPECT_EQ(routes.by_ufrag(""), nullptr);
}

TEST(PacketRoutes, FindsTheOwnerOfAPathAndOfNoOtherPath) {
  PacketRoutes routes;
  const auto sink = std::make_shared<NotingSink>();
  auto other_local = udp_path(1);
  other_local.local = asio::ip::make_address("192.0.2.99");

  routes.bind(udp_path(1), sink);

  EXPECT_EQ(routes.by_path(udp_path(1), kNow).sink, sink);
  EXPECT_EQ(routes.by_path(udp_path(2), kNow).sink, nullptr);
  EXPECT_EQ(routes.by_path(other_local, kNow).sink, nullptr);
}

TEST(PacketRoutes, APathFromAnyAddressOfOursIsFoundByEach) {
  PacketRoutes routes;
  const auto sink = std::make_shared<NotingSink>();

  routes.bind(udp_path_to(udp_path(1).remote), sink);

  EXPECT_EQ(routes.by_path(udp_path(1), kNow).sink, sink);
  EXPECT_EQ(routes.by_path(udp_path(2), kNow).sink, nullptr);
}

TEST(PacketRoutes, APathLetGoIsLateForAWhileThenUnknown) {
  PacketRoutes routes;
  const auto sink = std::make_shared<NotingSink>();
  routes.bind(udp_path(1), sink);

  routes.unbind(udp_path(1), kNow);

  EXPECT_EQ(routes.by_path(udp_path(1), kNow + 29s).sink, nullptr);
  EXPECT_TRUE(routes.by_path(udp_path(1), kNow + 29s).late);
  EXPECT_FALSE(routes.by_path(udp_path(1), kNow + 31s).late);
  EXPECT_FALSE(routes.by_path(udp_path(2), kNow).late);
}

TEST(PacketRoutes, APathBoundAgainIsInUseWhateverItsTombstoneSaid) {
  PacketRoutes routes;
  const auto sink = std::make_shared<NotingSink>();
  routes.bind(udp_path(1), sink);
  routes.unbind(udp_path(1), kNow);

  routes.bind(udp_path(1), sink);
  routes.bind(udp_path(2), sink);
  routes.unbind(udp_path(2), kNow + 60s);  // clears away what has expired

  EXPECT_EQ(routes.by_path(udp_path(1), kNow + 60s).sink, sink);
}

TEST(PacketRoutes, ASinkThatIsGoneCountsAsLate) {
  PacketRoutes routes;
  auto sink = std::make_shared<NotingSink>();
  routes.bind(udp_path(1), sink);
  routes.add_ufrag("one", sink);

  sink.reset();

  EXPECT_TRUE(routes.by_path(udp_path(1), kNow).late);
  EXPECT_EQ(routes.by_ufrag("one"), nullptr);
}

TEST(PacketRoutes, TombstonesAreBoundedAndExpire) {
  PacketRoutes routes;
  const auto sink = std::make_shared<NotingSink>();
  for (std::uint16_t port = 1; port <= 10'000; ++port) {
    routes.bind(udp_path(port), sink);
    routes.unbind(udp_path(port), kNow);
  }
  const auto at_most = routes.size();

  routes.bind(udp_path(20'000), sink);
  routes.unbind(udp_path(20'000), kNow + 31s);

  EXPECT_LE(at_most, PacketRoutes::kMostTombstones);
  EXPECT_EQ(routes.size(), 1U);
}

}  // namespace
}  // namespace codevoice::rtc
