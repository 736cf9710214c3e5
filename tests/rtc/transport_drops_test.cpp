#include "rtc/transport_drops.hpp"

#include <gtest/gtest.h>

#include "transport_pair.hpp"

namespace codevoice::rtc {
namespace {

TEST(TransportDrops, NamesOnlyWhatHappened) {
  TransportDrops drops;
  EXPECT_TRUE(drops.all().empty());

  drops.add(TransportDrop::EarlyMedia);
  drops.add(SrtpDrop::Replay);
  drops.add(SrtpDrop::Replay);
  drops.add(SctpDrop::LossyFull, 3);

  const auto all = drops.all();
  EXPECT_EQ(all.size(), 3U);
  EXPECT_EQ(test::count_of(all, "early_media"), 1U);
  EXPECT_EQ(test::count_of(all, "srtp_replay"), 2U);
  EXPECT_EQ(test::count_of(all, "sctp_lossy_full"), 3U);
}

TEST(TransportDrops, CountsOfClosedSocketsAreKeptByReason) {
  TransportDrops drops;

  drops.add(DropCounts{{"late", 2}});
  drops.add(DropCounts{{"late", 3}, {"oversized", 1}});

  EXPECT_EQ(test::count_of(drops.all(), "late"), 5U);
  EXPECT_EQ(test::count_of(drops.all(), "oversized"), 1U);
}

TEST(TransportDrops, EveryReasonHasANameOfItsOwn) {
  TransportDrops drops;
  for (std::size_t i = 0; i < kTransportDrops; ++i) drops.add(static_cast<TransportDrop>(i));
  for (std::size_t i = 0; i < kSrtpDrops; ++i) drops.add(static_cast<SrtpDrop>(i));
  for (std::size_t i = 0; i < kSctpDrops; ++i) drops.add(static_cast<SctpDrop>(i), 1);

  auto all = drops.all();
  std::sort(all.begin(), all.end());

  EXPECT_EQ(all.size(), kTransportDrops + kSrtpDrops + kSctpDrops);
  EXPECT_EQ(std::adjacent_find(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first == b.first; }), all.end());
}

}  // namespace
}  // namespace codevoice::rtc
