#include "pipeline/drop_counter.hpp"

#include <gtest/gtest.h>

#include "support/fake_clock.hpp"

namespace codevoice::pipeline {
namespace {

TEST(DropCounter, CountsEachReasonApart) {
  test::FakeClock clock;
  DropCounter drops(clock, "test");

  drops.add(DropReason::StaleEpoch, 3);
  drops.add(DropReason::AudioOverflow);
  drops.add(DropReason::AudioOverflow, 0);

  EXPECT_EQ(drops.count(DropReason::StaleEpoch), 3U);
  EXPECT_EQ(drops.count(DropReason::AudioOverflow), 1U);
  EXPECT_EQ(drops.count(DropReason::FeedbackOverflow), 0U);
}

TEST(DropCounter, EveryReasonHasAName) {
  for (std::size_t i = 0; i < kDropReasons; ++i) EXPECT_NE(name_of(static_cast<DropReason>(i)), "unknown");
}

}  // namespace
}  // namespace codevoice::pipeline
