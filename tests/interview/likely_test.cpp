// What may be said next is synthesised ahead: the texts named must be the ones said.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "interview/rehearsal.hpp"

namespace codevoice::interview {
namespace {

using test::Rehearsal;

TEST(Likely, TheFirstWordsOfTheReplyWereForeseen) {
  std::size_t replies = 0;
  std::size_t foreseen = 0;
  for (const Question& question : test::whole_bank()) {
    for (const auto* answer : {&question.model_answer, &question.expected_key_points.front().text, &question.wrong_answer}) {
      InterviewConfig config;
      config.questions = {question, test::bank_question("context-switch")};
      Rehearsal rehearsal(std::move(config));
      const auto likely = rehearsal.join().likely;
      const Act act = rehearsal.answer(*answer);
      ++replies;
      foreseen += std::ranges::find(likely, act.says.front().text) != likely.end() ? 1 : 0;
    }
  }

  EXPECT_GE(foreseen * 100, replies * 90) << foreseen << " of " << replies;
}

TEST(Likely, TheFollowUpAndTheNextQuestionWereForeseen) {
  Rehearsal rehearsal(test::config_of({"process-vs-thread", "context-switch"}));
  auto likely = rehearsal.join().likely;
  EXPECT_THAT(likely, testing::Contains(test::said_as(rehearsal.answer("I don't know."), SayKind::FollowUp)));
  likely = rehearsal.last().likely;

  EXPECT_THAT(likely, testing::Contains(test::said_as(rehearsal.answer("I don't know."), SayKind::Question)));
}

TEST(Likely, ItIsAShortListWithoutRepetition) {
  for (const Question& question : test::whole_bank()) {
    InterviewConfig config;
    config.questions = {question};
    Rehearsal rehearsal(std::move(config));
    const auto likely = rehearsal.join().likely;

    EXPECT_LE(likely.size(), 14U);
    EXPECT_EQ(std::set<std::string>(likely.begin(), likely.end()).size(), likely.size()) << question.id;
  }
}

TEST(Likely, InNeutralModeNoPraiseIsPrepared) {
  auto config = test::config_of({"process-vs-thread"});
  config.feedback = FeedbackMode::Neutral;
  Rehearsal rehearsal(std::move(config));

  for (const auto& text : rehearsal.join().likely)
    EXPECT_EQ(text.find(rehearsal.question().expected_key_points[0].praise), std::string::npos) << text;
}

TEST(Likely, AtThePartingTheClosingIsPrepared) {
  Rehearsal rehearsal(test::config_of({"process-vs-thread"}));
  rehearsal.join();
  const auto likely = rehearsal.answer(rehearsal.question().model_answer).likely;

  EXPECT_THAT(likely, testing::Contains(test::said_as(rehearsal.answer("No."), SayKind::Closing)));
}

}  // namespace
}  // namespace codevoice::interview
