#include "interview/time_policy.hpp"

#include <gtest/gtest.h>

namespace codevoice::interview {
namespace {

using namespace std::chrono_literals;
using enum TimePolicy::Room;

// 20 minutes, 5 questions: a brisk question takes 60 s, the parting 45 s
TEST(TimePolicy, QuestionsFitUntilOnlyThePartingIsLeft) {
  const TimePolicy time(20min, 5);

  EXPECT_EQ(time.room_for_questions(0s, 4), More);
  EXPECT_EQ(time.room_for_questions(17min, 2), More);
  EXPECT_EQ(time.room_for_questions(17min + 30s, 2), OneQuestion);
  EXPECT_EQ(time.room_for_questions(18min + 15s, 2), OneQuestion);
  EXPECT_EQ(time.room_for_questions(18min + 16s, 2), None);
  EXPECT_EQ(time.room_for_questions(0s, 0), None);
}

TEST(TimePolicy, AFollowUpPushesNoQuestionOut) {
  const TimePolicy time(20min, 5);

  EXPECT_TRUE(time.room_for_follow_up(10min, 4));
  EXPECT_TRUE(time.room_for_follow_up(14min + 45s, 4));
  EXPECT_FALSE(time.room_for_follow_up(14min + 46s, 4));
  EXPECT_TRUE(time.room_for_follow_up(14min + 46s, 3));
}

TEST(TimePolicy, ItIsOverAtItsLengthAndFarOverAfterTheOvertime) {
  const TimePolicy time(20min, 5);

  EXPECT_FALSE(time.is_over(20min - 1ms));
  EXPECT_TRUE(time.is_over(20min));
  EXPECT_FALSE(time.is_far_over(22min - 1ms));
  EXPECT_TRUE(time.is_far_over(22min));
}

TEST(TimePolicy, TheCandidatesQuestionsNeedALittleTime) {
  const TimePolicy time(20min, 5);

  EXPECT_TRUE(time.room_for_own_questions(19min + 37s));
  EXPECT_FALSE(time.room_for_own_questions(19min + 38s));
}

TEST(TimePolicy, MinutesLeftAreRounded) {
  const TimePolicy time(20min, 5);

  EXPECT_EQ(time.minutes_left(0s), 20U);
  EXPECT_EQ(time.minutes_left(10min + 29s), 10U);
  EXPECT_EQ(time.minutes_left(10min + 31s), 9U);
  EXPECT_EQ(time.minutes_left(25min), 0U);
}

TEST(TimePolicy, AVeryShortInterviewStillAsksAQuestion) {
  const TimePolicy time(1min, 5);

  EXPECT_EQ(time.room_for_questions(0s, 4), More);
  EXPECT_EQ(time.room_for_questions(40s, 4), OneQuestion);
  EXPECT_EQ(time.room_for_questions(45s, 4), None);
}

}  // namespace
}  // namespace codevoice::interview
