#include "voice/backchannel.hpp"

#include <gtest/gtest.h>

namespace codevoice::voice {
namespace {

TEST(Backchannel, ListenersNoisesTakeNoFloor) {
  EXPECT_EQ(floor_taking_words("Mm, okay. Right."), 0);
  EXPECT_TRUE(is_backchannel("Yeah, I see."));
}

TEST(Backchannel, WordsThatSaySomethingDo) {
  EXPECT_EQ(floor_taking_words("okay wait, stop"), 2);
  EXPECT_FALSE(is_backchannel("right, the kernel"));
}

TEST(Backchannel, OneWordMayAskForTheFloor) {
  for (const auto* text : {"Wait.", "Sorry?", "No, stop!", "okay hold on"}) EXPECT_TRUE(asks_for_floor(text)) << text;
  for (const auto* text : {"Yeah.", "process", "Mm, right.", ""}) EXPECT_FALSE(asks_for_floor(text)) << text;
}

TEST(Backchannel, SilenceIsNoBackchannel) { EXPECT_FALSE(is_backchannel(" … ")); }

}  // namespace
}  // namespace codevoice::voice
