#include "interview/coverage.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace codevoice::interview {
namespace {

KeyPoint point(std::string id, std::vector<std::string> cues, std::vector<std::string> contra = {}, std::string follow_up = "Anything else?") {
  KeyPoint made;
  made.id = std::move(id);
  made.cues = std::move(cues);
  made.contra = std::move(contra);
  made.follow_up = std::move(follow_up);
  return made;
}

Question stack_and_heap() {
  Question question;
  question.id = "stack-vs-heap";
  question.expected_key_points = {
      point("automatic", {"stack + automatic | automatically"}),
      point("speed", {"stack + faster | cheaper", "heap + slower"}, {"heap + faster | cheaper"}, "Which of the two is cheaper to allocate from?"),
      point("leaks", {"never | not + freed"})};
  return question;
}

std::vector<PointJudgement> judge(std::string_view answer, std::optional<std::size_t> probed = std::nullopt) {
  return Rubric::create(stack_and_heap()).value().judge(answer, probed);
}

TEST(Coverage, EachPointIsJudgedByItself) {
  const auto judged = judge("The stack is cleaned up automatically. Memory that is never freed leaks.");

  ASSERT_EQ(judged.size(), 3U);
  EXPECT_TRUE(judged[0].covered);
  EXPECT_FALSE(judged[1].covered);
  EXPECT_TRUE(judged[2].covered);
}

TEST(Coverage, TheQuoteIsTheClauseAsItWasSaid) {
  EXPECT_EQ(judge("Well, um, the Stack is cleaned up, uh, automatically. And so on.")[0].quote, "Stack is cleaned up, uh, automatically");
}

TEST(Coverage, TheQuoteOfALongClauseIsCutNearTheWords) {
  const auto quote = judge(
                         "because of all this and of that and of those and of many others the stack is released automatically at the end of "
                         "each function call which is nice and good and helpful and more")[0]
                         .quote;

  EXPECT_THAT(quote, ::testing::HasSubstr("stack is released automatically"));
  EXPECT_LT(quote.size(), 100U);
}

TEST(Coverage, AContradictionVoidsThePointInThatAnswer) {
  const auto judged = judge("The stack is faster. Well, the heap is faster.");

  EXPECT_FALSE(judged[1].covered);
  EXPECT_TRUE(judged[1].contradicted);
  EXPECT_THAT(judged[1].quote, ::testing::HasSubstr("heap is faster"));
}

TEST(Coverage, ASlipTakenBackIsNoContradiction) { EXPECT_TRUE(judge("The heap is faster, sorry, no, the stack is faster.")[1].covered); }

TEST(Coverage, AContradictionKeepsToOneStatement) { EXPECT_TRUE(judge("The heap needs a search and the stack is faster.")[1].covered); }

TEST(Coverage, AReplyToAFollowUpNeedNotRepeatIt) {
  EXPECT_FALSE(judge("The stack.")[1].covered);
  EXPECT_TRUE(judge("The stack.", 1)[1].covered);
  EXPECT_FALSE(judge("The heap.", 1)[1].covered);
  EXPECT_FALSE(judge("The stack.", 0)[1].covered);
  EXPECT_FALSE(judge("Not the stack.", 1)[1].covered);
}

TEST(Coverage, ARepeatedFollowUpIsNoReply) { EXPECT_FALSE(judge("Which of the two is cheaper to allocate from?", 1)[1].covered); }

TEST(Coverage, NothingSaidCoversNothing) {
  for (const auto* answer : {"", " ", "...", "um"}) {
    for (const auto& judgement : judge(answer)) EXPECT_FALSE(judgement.covered);
  }
}

TEST(Coverage, ABadCueIsNamed) {
  auto question = stack_and_heap();
  question.expected_key_points[1].contra = {"a1 + b1 > c1"};

  const auto rubric = Rubric::create(question);

  ASSERT_FALSE(rubric);
  EXPECT_THAT(rubric.error().message, ::testing::HasSubstr("question 'stack-vs-heap', point 'speed': cue 'a1 + b1 > c1'"));
}

}  // namespace
}  // namespace codevoice::interview
