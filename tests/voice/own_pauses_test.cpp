#include "voice/own_pauses.hpp"

#include <gtest/gtest.h>

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;

TEST(OwnPauses, LearnsLongOnesSoonAndForgetsThemSlowly) {
  OwnPauses pauses;
  EXPECT_EQ(pauses.typical(), Duration{});
  pauses.went_on_after(400ms);
  pauses.went_on_after(800ms);
  EXPECT_EQ(pauses.typical(), 600ms);

  pauses.went_on_after(400ms);
  EXPECT_EQ(pauses.typical(), 580ms);
  pauses.answer_over();

  EXPECT_EQ(pauses.typical(), 406ms);
}

TEST(OwnPauses, GapsBetweenWordsAndLongThoughtsSayNothing) {
  OwnPauses pauses;
  pauses.went_on_after(200ms);
  pauses.went_on_after(5s);

  EXPECT_EQ(pauses.typical(), Duration{});
}

}  // namespace
}  // namespace codevoice::voice
