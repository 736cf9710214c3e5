#include "rtc/packet_drops.hpp"

#include <gmock/gmock.h>

namespace codevoice::rtc {
namespace {

using namespace std::chrono_literals;

TEST(PacketDrops, CountsByReasonAndListsOnlyWhatHappened) {
  PacketDrops drops;
  const TimePoint now{1h};

  drops.add(DropReason::UnknownSource, now);
  drops.add(DropReason::UnknownSource, now);
  drops.add(DropReason::TcpBadFrame, now, 3);

  EXPECT_THAT(drops.all(), testing::UnorderedElementsAre(testing::Pair("unknown_source", 2U), testing::Pair("tcp_bad_frame", 3U)));
}

TEST(PacketDrops, AFloodIsLoggedAtMostOnceASecond) {
  PacketDrops drops;
  const TimePoint start{1h};

  for (int i = 0; i < 30'000; ++i) drops.add(DropReason::UnknownSource, start + i * 100us);  // three seconds

  EXPECT_EQ(drops.count(DropReason::UnknownSource), 30'000U);
  EXPECT_EQ(drops.lines(), 3U);
}

TEST(PacketDrops, LatePacketsAreCountedButNeverLogged) {
  PacketDrops drops;

  drops.add(DropReason::Late, TimePoint{1h});

  EXPECT_EQ(drops.count(DropReason::Late), 1U);
  EXPECT_EQ(drops.lines(), 0U);
}

TEST(PacketDrops, EveryReasonHasItsOwnName) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < kDropReasons; ++i) names.insert(name_of(static_cast<DropReason>(i)));

  EXPECT_EQ(names.size(), kDropReasons);
}

}  // namespace
}  // namespace codevoice::rtc
