#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "interview/rehearsal.hpp"
#include "interview/stages.hpp"

namespace codevoice::interview {
namespace {

using namespace std::chrono_literals;
using test::Rehearsal;
using test::said_as;
using test::words_of_act;

TEST(Asking, AHarderOrLongerQuestionDeservesMorePatience) {
  Question question;
  question.kind = QuestionKind::Definition;
  question.difficulty = Difficulty::Easy;
  const auto least = patience_for(question);
  const auto soonest = first_wait_for(question);
  question.difficulty = Difficulty::Hard;
  EXPECT_GT(patience_for(question), least);
  EXPECT_GT(first_wait_for(question), soonest);
  question.kind = QuestionKind::Design;
  question.difficulty = Difficulty::Easy;

  EXPECT_GT(patience_for(question), least);
  EXPECT_GT(first_wait_for(question), soonest);
}

TEST(Asking, ThePatienceOfTheQuestionComesWithIt) {
  Rehearsal rehearsal(test::config_of({"process-vs-thread", "context-switch"}));
  const Act act = rehearsal.join();

  EXPECT_EQ(act.patience, patience_for(rehearsal.question()));
  EXPECT_EQ(act.wait, first_wait_for(rehearsal.question()));
}

TEST(Asking, EachQuestionOpensATurnOfItsOwn) {
  Rehearsal rehearsal(test::config_of({"process-vs-thread", "context-switch"}));
  rehearsal.join();
  rehearsal.answer("I don't know.");
  rehearsal.answer("skip");

  const auto& turns = rehearsal.interviewer().turns();
  ASSERT_EQ(turns.size(), 3U);
  EXPECT_FALSE(turns[0].is_follow_up);
  EXPECT_TRUE(turns[1].is_follow_up);
  EXPECT_EQ(turns[1].question_id, "process-vs-thread");
  EXPECT_EQ(turns[2].question_id, "context-switch");
  EXPECT_EQ(turns[2].question_index, 1U);
}

TEST(Asking, TheFollowUpDependsOnTheAnswerAndMustBeHeard) {
  Rehearsal rehearsal(test::config_of({"process-vs-thread"}));
  rehearsal.join();
  const Act act = rehearsal.answer("I don't know.");

  ASSERT_EQ(act.says.back().kind, SayKind::FollowUp);
  EXPECT_TRUE(act.says.back().depends_on_answer);
  EXPECT_TRUE(act.says.back().must_be_heard);
}

TEST(Asking, TheLastQuestionIsAnnounced) {
  Rehearsal rehearsal(test::config_of({"process-vs-thread", "context-switch", "mutex-vs-semaphore"}));
  rehearsal.join();

  EXPECT_THAT(words_of_act(rehearsal.answer("skip")), testing::Not(testing::HasSubstr("last question")));
  EXPECT_THAT(words_of_act(rehearsal.answer("skip")), testing::HasSubstr("last question"));
}

TEST(Asking, WhenTimeIsShortOneQuestionIsAnnouncedAsTheLast) {
  auto config = test::config_by_seed(1, 5);
  config.length = 10min;  // a brisk question takes 50 s, the parting 45 s
  Rehearsal rehearsal(std::move(config));
  rehearsal.join();

  const Act act = rehearsal.answer("skip", 8min);

  EXPECT_THAT(words_of_act(act), testing::HasSubstr("one more"));
  EXPECT_EQ(said_as(act, SayKind::Question), rehearsal.config().questions[1].text);
  rehearsal.answer("skip", 10s);
  EXPECT_EQ(rehearsal.stage(), Stage::CandidateQuestions);
}

TEST(Asking, WhenTimeIsUpNoQuestionIsBegun) {
  auto config = test::config_by_seed(1, 5);
  config.length = 10min;
  Rehearsal rehearsal(std::move(config));
  rehearsal.join();

  const Act act = rehearsal.answer(rehearsal.question().model_answer, 9min);

  EXPECT_EQ(said_as(act, SayKind::Question), "");
  EXPECT_EQ(rehearsal.stage(), Stage::CandidateQuestions);
}

}  // namespace
}  // namespace codevoice::interview
