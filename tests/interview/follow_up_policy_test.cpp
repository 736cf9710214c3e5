#include "interview/follow_up_policy.hpp"

#include <gtest/gtest.h>

namespace codevoice::interview {
namespace {

using Points = std::vector<std::size_t>;

Question question_with(const std::vector<int>& weights) {
  Question question;
  for (const int weight : weights) {
    KeyPoint point;
    point.weight = weight;
    point.follow_up = "And?";
    question.expected_key_points.push_back(point);
  }
  return question;
}

QuestionProgress untouched(const Question& question) {
  QuestionProgress at;
  at.covered.assign(question.expected_key_points.size(), false);
  at.closed.assign(question.expected_key_points.size(), false);
  return at;
}

TEST(FollowUpPolicy, TheHeaviestOpenPointComesFirstThenTheirOrder) {
  const Question question = question_with({1, 3, 2, 3});

  EXPECT_EQ(open_points(question, untouched(question)), (Points{1, 3, 2, 0}));
}

TEST(FollowUpPolicy, CoveredAndClosedPointsAreNotOpen) {
  const Question question = question_with({1, 3, 2, 3});
  auto at = untouched(question);
  at.covered[1] = true;
  at.closed[3] = true;

  EXPECT_EQ(open_points(question, at), (Points{2, 0}));
  EXPECT_EQ(next_follow_up(question, at, 2), 2U);
}

TEST(FollowUpPolicy, NoMoreThanAllowed) {
  const Question question = question_with({1, 3});
  auto at = untouched(question);
  at.follow_ups = 2;

  EXPECT_EQ(next_follow_up(question, at, 2), std::nullopt);
  EXPECT_EQ(next_follow_up(question, at, 3), 1U);
  EXPECT_EQ(next_follow_up(question, untouched(question), 0), std::nullopt);
}

TEST(FollowUpPolicy, APointWithoutAFollowUpIsNotProbed) {
  Question question = question_with({3, 1});
  question.expected_key_points[0].follow_up.clear();

  EXPECT_EQ(next_follow_up(question, untouched(question), 2), 1U);
}

TEST(FollowUpPolicy, NothingOpenIsNothingToAsk) {
  const Question question = question_with({1});
  auto at = untouched(question);
  at.covered[0] = true;

  EXPECT_EQ(next_follow_up(question, at, 2), std::nullopt);
}

}  // namespace
}  // namespace codevoice::interview
