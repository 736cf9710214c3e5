#include "voice/floor.hpp"

#include <gtest/gtest.h>

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;

// R10
TEST(Floor, R10QuietIsDerivedFromWhoHoldsTheFloor) {
  Floor floor;
  floor.resume(1s);
  EXPECT_EQ(floor.quiet_since(), MediaTime{1s});

  floor.overlap(true);
  EXPECT_FALSE(floor.quiet_since().has_value());
  floor.overlap(false);
  floor.turn_opened();
  EXPECT_FALSE(floor.quiet_since().has_value());
  floor.turn_closed(MediaTime{4s});
  floor.reply_pending(1);
  EXPECT_FALSE(floor.quiet_since().has_value());
  floor.reply_audible();
  EXPECT_FALSE(floor.quiet_since().has_value());
  floor.reply_over(7s);

  EXPECT_EQ(floor.quiet_since(), MediaTime{7s});
}

// R10
TEST(Floor, R10NoiseWithoutWordsDoesNotResetTheIdleClock) {
  Floor floor;
  floor.resume(1s);
  floor.candidate_sounds(true);
  floor.turn_opened();
  floor.candidate_sounds(false);
  floor.turn_closed(std::nullopt);

  EXPECT_EQ(floor.quiet_since(), MediaTime{1s});
}

// R1
TEST(Floor, R1NoReplyBeginsWhileTheCandidateSoundsOrMayGoOn) {
  Floor floor;
  EXPECT_TRUE(floor.free_for_reply());
  floor.candidate_sounds(true);
  EXPECT_FALSE(floor.free_for_reply());
  floor.candidate_sounds(false);
  floor.overlap(true);
  EXPECT_FALSE(floor.free_for_reply());
  floor.overlap(false);
  floor.turn_opened();
  EXPECT_FALSE(floor.free_for_reply());
}

TEST(Floor, AReplyNobodyHeardLeavesTheSilenceAsItWas) {
  Floor floor;
  floor.resume(1s);
  floor.reply_pending(1);
  floor.reply_over(9s);

  EXPECT_EQ(floor.quiet_since(), MediaTime{1s});
}

TEST(Floor, NothingIsQuietWhileTheCandidateIsAway) {
  Floor floor;
  floor.pause();
  EXPECT_FALSE(floor.quiet_since().has_value());

  floor.resume(20s);

  EXPECT_EQ(floor.quiet_since(), MediaTime{20s});
}

}  // namespace
}  // namespace codevoice::voice
