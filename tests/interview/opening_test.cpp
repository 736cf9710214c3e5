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
using testing::HasSubstr;
using testing::Not;

TEST(Opening, TheGreetingSaysWhatMustBeKnown) {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    auto config = test::config_by_seed(seed, 3);
    config.length = 15min;
    Rehearsal rehearsal(std::move(config));

    const std::string greeting = said_as(rehearsal.join(), SayKind::Notice);

    EXPECT_THAT(greeting, testing::ContainsRegex("AI")) << seed;
    EXPECT_THAT(greeting, HasSubstr("three questions"));
    EXPECT_THAT(greeting, HasSubstr("fifteen minutes"));
    EXPECT_THAT(greeting, testing::ContainsRegex("transcript"));
    EXPECT_THAT(greeting, Not(HasSubstr("record"))) << "nothing is recorded";
  }
}

TEST(Opening, ARecordingIsToldOfWhenThereIsOne) {
  auto config = test::config_by_seed(1, 3);
  config.recorded = true;
  Rehearsal rehearsal(std::move(config));

  EXPECT_THAT(said_as(rehearsal.join(), SayKind::Notice), HasSubstr("recorded"));
}

TEST(Opening, TheNoticesAndTheFirstQuestionMustBeHeard) {
  Rehearsal rehearsal(test::config_by_seed(2));
  const Act act = rehearsal.join();

  ASSERT_EQ(act.says.back().kind, SayKind::Question);
  EXPECT_EQ(act.says.back().text, rehearsal.config().questions.front().text);
  EXPECT_TRUE(act.says.back().must_be_heard);
  for (const Say& say : act.says) {
    const bool matters = say.text.find("AI") != std::string::npos || say.text.find("minutes") != std::string::npos;
    EXPECT_TRUE(say.must_be_heard || !matters) << say.text;
  }
}

TEST(Opening, BeforeTheGreetingItIsWhatMayBeSaidNext) {
  auto config = test::config_by_seed(3);
  const auto script = Script::create(config).value();
  Rehearsal rehearsal(std::move(config));

  std::vector<std::string> said;
  for (const Say& say : rehearsal.join().says) said.push_back(say.text);

  EXPECT_EQ(opening_texts(script), said);
  EXPECT_EQ(likely_texts(script, Progress{}), said);
}

TEST(Opening, WhoeverComesBackHearsTheSameQuestionAndNoSecondGreeting) {
  Rehearsal rehearsal(test::config_by_seed(4));
  rehearsal.join();
  rehearsal.answer("skip this one");
  const std::string asked = rehearsal.question().text;
  rehearsal.reload();

  const Act act = rehearsal.handle(CandidateReturned{}, 30s);

  EXPECT_EQ(said_as(act, SayKind::Notice), "");
  EXPECT_EQ(said_as(act, SayKind::Question), asked);
  EXPECT_EQ(rehearsal.interviewer().turns().size(), 2U);
}

TEST(Opening, WhoComesBackDuringTheFollowUpHearsIt) {
  Rehearsal rehearsal(test::config_of({"process-vs-thread"}));
  rehearsal.join();
  rehearsal.answer("I don't know.");
  const std::string asked = rehearsal.interviewer().turns().back().ai_message;

  EXPECT_EQ(said_as(rehearsal.handle(CandidateReturned{}, 30s), SayKind::FollowUp), asked);
}

TEST(Opening, WhoComesBackToABreakEndsIt) {
  Rehearsal rehearsal(test::config_by_seed(5));
  rehearsal.join();
  rehearsal.answer("can we pause");

  EXPECT_EQ(said_as(rehearsal.handle(CandidateReturned{}, 3min), SayKind::Question), rehearsal.question().text);
}

TEST(Opening, WhoComesBackToTheClosingIsLetGo) {
  Rehearsal rehearsal(test::config_by_seed(6));
  rehearsal.join();
  rehearsal.answer("stop the interview");
  rehearsal.answer("yes");

  EXPECT_EQ(rehearsal.handle(CandidateReturned{}, 3s).end_reason, "candidate_ended");
}

}  // namespace
}  // namespace codevoice::interview
