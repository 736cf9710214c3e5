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

Rehearsal at_own_questions() {
  Rehearsal rehearsal(test::config_by_seed(1, 1));
  rehearsal.join();
  rehearsal.answer(rehearsal.question().model_answer);
  EXPECT_EQ(rehearsal.stage(), Stage::CandidateQuestions);
  return rehearsal;
}

TEST(Parting, TheCandidateIsInvitedToAsk) { EXPECT_TRUE(is_one_of(at_own_questions().last(), Occasion::YourQuestions)); }

TEST(Parting, QuestionsAboutTheProcessAreAnsweredAsFarAsIsKnown) {
  const std::vector<std::pair<std::string, Occasion>> kQuestions{
      {"When will I hear back?", Occasion::Results},
      {"will i get any feedback on this", Occasion::Results},
      {"Who decides in the end?", Occasion::Decision},
      {"Does a human look at my answers?", Occasion::Decision},
      {"How are the answers scored?", Occasion::Scoring},
      {"what are the criteria for the evaluation", Occasion::Scoring},
      {"Will somebody listen to the recording?", Occasion::NotRecorded},
      {"what happens to my data", Occasion::NotRecorded},
      {"Are you a robot?", Occasion::AboutAi},
      {"What is the salary?", Occasion::CannotTell},
      {"which technologies does the team use", Occasion::CannotTell},
  };
  for (const auto& [question, answer] : kQuestions) {
    Rehearsal rehearsal = at_own_questions();
    const Act act = rehearsal.answer(question);

    EXPECT_TRUE(is_one_of(act, answer)) << question << ": " << words_of_act(act);
    EXPECT_TRUE(is_one_of(act, Occasion::AnythingElse)) << question << ": " << words_of_act(act);
    EXPECT_EQ(rehearsal.stage(), Stage::CandidateQuestions) << question;
  }
}

TEST(Parting, NoQuestionsClose) {
  for (const auto* words : {"No.", "no thank you", "No, that's all.", "I'm good, thanks.", "nothing from my side", "I have no questions.", "Nope.",
                            "I think that's it.", "Done."}) {
    Rehearsal rehearsal = at_own_questions();

    EXPECT_TRUE(is_one_of(rehearsal.answer(words), Occasion::CloseCompleted)) << words;
    EXPECT_EQ(rehearsal.stage(), Stage::Closing) << words;
  }
}

TEST(Parting, YesInvitesTheQuestion) {
  Rehearsal rehearsal = at_own_questions();
  rehearsal.answer("Yes.");

  EXPECT_EQ(rehearsal.stage(), Stage::CandidateQuestions);
}

TEST(Parting, AfterFiveQuestionsItCloses) {
  Rehearsal rehearsal = at_own_questions();
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(rehearsal.stage(), Stage::CandidateQuestions) << i;
    rehearsal.answer("What is the office like?", 5s);
  }

  EXPECT_EQ(rehearsal.stage(), Stage::Closing);
}

TEST(Parting, WhatIsNotHeardIsAskedForOnce) {
  Rehearsal rehearsal = at_own_questions();
  rehearsal.answer("");
  EXPECT_EQ(rehearsal.stage(), Stage::CandidateQuestions);
  rehearsal.answer("");

  EXPECT_EQ(rehearsal.stage(), Stage::Closing);
}

TEST(Parting, NothingAnsweredEndsAsNoAnswer) {
  Rehearsal rehearsal(test::config_by_seed(1, 1));
  rehearsal.join();
  for (int i = 0; i < 3; ++i) rehearsal.silence();

  EXPECT_EQ(rehearsal.stage(), Stage::Closing);
  EXPECT_EQ(rehearsal.heard_in_full().end_reason, "no_answer");
}

TEST(Parting, TheClosingMustBeHeardAndNamesTheReason) {
  Rehearsal rehearsal = at_own_questions();
  const Act act = rehearsal.answer("No.");
  ASSERT_EQ(act.says.size(), 1U);
  EXPECT_EQ(act.says[0].kind, SayKind::Closing);
  EXPECT_TRUE(act.says[0].must_be_heard);

  EXPECT_EQ(rehearsal.heard_in_full().end_reason, "completed");
}

TEST(Parting, WordsIntoTheClosingEndIt) {
  Rehearsal rehearsal = at_own_questions();
  rehearsal.answer("No.");

  EXPECT_TRUE(rehearsal.answer("Thank you, goodbye!", 3s).ended);
}

TEST(Parting, AClosingNobodyHearsEndsByTheClock) {
  Rehearsal rehearsal = at_own_questions();
  rehearsal.answer("No.");
  EXPECT_FALSE(rehearsal.handle(TimeTold{}, 29s).ended);

  EXPECT_TRUE(rehearsal.handle(TimeTold{}, 2s).ended);
}

TEST(Parting, AfterTheCandidateIsGoneTheReasonOfTheClosingStays) {
  Rehearsal rehearsal = at_own_questions();
  rehearsal.answer("No.");

  EXPECT_EQ(rehearsal.handle(CandidateGone{}, 90s).end_reason, "completed");
}

}  // namespace
}  // namespace codevoice::interview
