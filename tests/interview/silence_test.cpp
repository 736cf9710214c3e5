#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "interview/phrases.hpp"
#include "interview/rehearsal.hpp"

namespace codevoice::interview {
namespace {

using namespace std::chrono_literals;
using test::Rehearsal;
using test::said_as;
using test::words_of_act;

bool is_one_of(const Act& act, Occasion occasion) {
  return std::ranges::any_of(act.says, [&](const Say& say) { return std::ranges::find(phrases(occasion), say.text) != phrases(occasion).end(); });
}

TEST(Silence, ALadderLeadsFromPatienceToTheNextQuestion) {
  Rehearsal rehearsal(test::config_by_seed(1, 3));
  rehearsal.join();

  EXPECT_TRUE(is_one_of(rehearsal.silence(), Occasion::SilenceTake));
  EXPECT_TRUE(is_one_of(rehearsal.silence(), Occasion::SilenceOffer));
  EXPECT_EQ(rehearsal.interviewer().question_index(), 0U);
  EXPECT_TRUE(is_one_of(rehearsal.silence(), Occasion::SilenceGoOn));
  EXPECT_EQ(rehearsal.interviewer().question_index(), 1U);
}

TEST(Silence, AShorterOneIsNone) {
  Rehearsal rehearsal(test::config_by_seed(1, 3));
  const Act joined = rehearsal.join();

  EXPECT_TRUE(rehearsal.silence(joined.wait - 200ms).says.empty());
  EXPECT_FALSE(rehearsal.silence(joined.wait - 50ms).says.empty());
}

TEST(Silence, AnAnswerBeginsTheLadderAnew) {
  Rehearsal rehearsal(test::config_by_seed(1, 3));
  rehearsal.join();
  rehearsal.silence();
  rehearsal.answer("could you repeat that");

  EXPECT_TRUE(is_one_of(rehearsal.silence(), Occasion::SilenceTake));
}

TEST(Silence, ThreeSilentQuestionsEndTheInterview) {
  Rehearsal rehearsal(test::config_by_seed(1, 5));
  rehearsal.join();
  for (int i = 0; i < 9; ++i) rehearsal.silence();

  EXPECT_EQ(rehearsal.stage(), Stage::Closing);
  EXPECT_EQ(rehearsal.interviewer().question_index(), 2U);
  EXPECT_EQ(rehearsal.heard_in_full().end_reason, "no_answer");
}

TEST(Silence, OneAnswerBreaksTheRow) {
  Rehearsal rehearsal(test::config_by_seed(1, 5));
  rehearsal.join();
  for (int i = 0; i < 6; ++i) rehearsal.silence();
  rehearsal.answer(rehearsal.question().model_answer);
  for (int i = 0; i < 6; ++i) rehearsal.silence();

  EXPECT_NE(rehearsal.stage(), Stage::Closing) << rehearsal.dialogue();
}

TEST(Silence, ASilentFollowUpIsLeftAndNotASilentQuestion) {
  Rehearsal rehearsal(test::config_by_seed(1, 3));
  rehearsal.join();
  rehearsal.answer("I don't know.");
  for (int i = 0; i < 3; ++i) rehearsal.silence();

  EXPECT_EQ(rehearsal.stage(), Stage::Question);
  EXPECT_EQ(rehearsal.interviewer().question_index(), 1U);
}

TEST(Silence, InABreakItIsKeptFromTimeToTime) {
  Rehearsal rehearsal(test::config_by_seed(1, 3));
  rehearsal.join();
  EXPECT_EQ(rehearsal.answer("can we pause").wait, 60s);

  EXPECT_TRUE(is_one_of(rehearsal.silence(), Occasion::PauseStill));
  EXPECT_EQ(rehearsal.interviewer().question_index(), 0U);
}

TEST(Silence, AtTheCandidatesQuestionsItCloses) {
  Rehearsal rehearsal(test::config_by_seed(1, 1));
  rehearsal.join();
  rehearsal.answer(rehearsal.question().model_answer);
  ASSERT_EQ(rehearsal.stage(), Stage::CandidateQuestions);

  rehearsal.silence();

  EXPECT_EQ(rehearsal.stage(), Stage::Closing);
}

TEST(Silence, AfterTheClosingItEnds) {
  Rehearsal rehearsal(test::config_by_seed(1, 1));
  rehearsal.join();
  rehearsal.answer("stop the interview");
  rehearsal.answer("yes");

  EXPECT_TRUE(rehearsal.silence().ended);
}

TEST(Silence, WhenTimeIsOverItLeadsToTheEnd) {
  auto config = test::config_by_seed(1, 3);
  config.length = 5min;
  Rehearsal rehearsal(std::move(config));
  rehearsal.join();

  rehearsal.silence(5min);

  EXPECT_EQ(rehearsal.stage(), Stage::Closing);
}

}  // namespace
}  // namespace codevoice::interview
