// What must be heard is said again when it was cut off (R15).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "interview/rehearsal.hpp"

namespace codevoice::interview {
namespace {

using namespace std::chrono_literals;
using test::Rehearsal;
using test::said_as;
using test::words_of_act;
using testing::HasSubstr;

/// Asked the second question, cut off after its first words.
Rehearsal cut_off_question() {
  Rehearsal rehearsal(test::config_of({"context-switch", "process-vs-thread", "mutex-vs-semaphore"}));
  rehearsal.join();
  rehearsal.heard_in_full();
  const Act act = rehearsal.answer("skip this one");
  rehearsal.cut_after(act.says[0].text + " " + act.says[1].text + " What is");
  return rehearsal;
}

TEST(Interruption, R15AQuestionCutOffIsAskedAgainAfterSilence) {
  Rehearsal rehearsal = cut_off_question();
  EXPECT_LE(rehearsal.last().wait, 3s);

  EXPECT_EQ(said_as(rehearsal.silence(), SayKind::Question), rehearsal.question().text);
}

TEST(Interruption, R15AQuestionCutOffIsAskedAgainAfterAnEmptyAnswer) {
  for (const auto* words : {"Okay.", "It depends.", "Right, so, um."}) {
    Rehearsal rehearsal = cut_off_question();

    EXPECT_EQ(said_as(rehearsal.answer(words), SayKind::Question), rehearsal.question().text) << words;
    EXPECT_EQ(rehearsal.interviewer().question_index(), 1U);
  }
}

TEST(Interruption, R15AnAnswerThatHitsShowsThatItWasUnderstood) {
  Rehearsal rehearsal = cut_off_question();

  const Act act = rehearsal.answer("A process has its own address space.");

  EXPECT_EQ(said_as(act, SayKind::Question), "");
  EXPECT_THAT(said_as(act, SayKind::Feedback), HasSubstr("isolated"));
}

TEST(Interruption, R15ARequestIsServedFirst) {
  Rehearsal rehearsal = cut_off_question();

  rehearsal.answer("skip this one");

  EXPECT_EQ(rehearsal.interviewer().question_index(), 2U);
}

TEST(Interruption, R15AQuestionIsSaidAgainThreeTimesAtMost) {
  Rehearsal rehearsal = cut_off_question();
  int again = 0;
  for (int i = 0; i < 8 && !said_as(rehearsal.silence(), SayKind::Question).empty(); ++i) {
    ++again;
    rehearsal.cut_after(rehearsal.last().says.front().text);
  }

  EXPECT_EQ(again, 3);
}

TEST(Interruption, R15ACutNoticeIsSaidAgainWithTheQuestion) {
  Rehearsal rehearsal(test::config_by_seed(4));
  const Act greeting = rehearsal.join();
  rehearsal.cut_after(greeting.says[0].text + " " + greeting.says[1].text.substr(0, 10));

  const Act again = rehearsal.silence();

  EXPECT_THAT(words_of_act(again), HasSubstr("AI"));
  EXPECT_THAT(words_of_act(again), HasSubstr("minutes"));
  EXPECT_EQ(said_as(again, SayKind::Question), rehearsal.question().text);
}

TEST(Interruption, R15AnswerOnTopOfTheGreetingStillHearsTheNotice) {
  Rehearsal rehearsal(test::config_of({"process-vs-thread", "context-switch"}));
  const Act greeting = rehearsal.join();
  rehearsal.cut_after(greeting.says[0].text);

  const Act act = rehearsal.answer("A process has its own address space.");

  EXPECT_THAT(words_of_act(act), HasSubstr("AI"));
  EXPECT_THAT(words_of_act(act), HasSubstr("isolated"));
}

TEST(Interruption, R15WhatNeedNotBeHeardIsNotSaidAgain) {
  Rehearsal rehearsal(test::config_by_seed(4));
  rehearsal.join();
  rehearsal.heard_in_full();
  const Act act = rehearsal.answer("let me think");
  rehearsal.cut_after("");

  EXPECT_EQ(rehearsal.last().wait, act.wait);
}

TEST(Interruption, R15ACutClosingIsSaidAgainBeforeTheEnd) {
  Rehearsal rehearsal(test::config_by_seed(4));
  rehearsal.join();
  rehearsal.answer("stop the interview");
  const std::string closing = said_as(rehearsal.answer("yes"), SayKind::Closing);
  EXPECT_FALSE(rehearsal.cut_after("All right").ended);

  EXPECT_EQ(said_as(rehearsal.silence(), SayKind::Closing), closing);
  EXPECT_TRUE(rehearsal.heard_in_full().ended);
}

/// What a candidate may say over a question that was cut off, and which does not answer it.
TEST(Interruption, R15AQuestionCutOffStaysOwedThroughWhateverElseIsTalkedAbout) {
  for (const auto* words :
       {"give me a moment", "are you an AI?", "is this recorded?", "can I assume it is Linux?", "how many questions are left?", "hello?"}) {
    Rehearsal rehearsal = cut_off_question();
    const auto text = rehearsal.question().text;
    const Act act = rehearsal.answer(words);
    rehearsal.heard_in_full();
    const Act later = act.says.empty() || said_as(act, SayKind::Question).empty() ? rehearsal.silence() : act;

    EXPECT_EQ(said_as(later, SayKind::Question), text) << rehearsal.dialogue();
  }
}

TEST(Interruption, R15WhatIsSaidMeanwhileAndCutOffDoesNotMakeTheQuestionForgotten) {
  Rehearsal rehearsal = cut_off_question();
  const auto text = rehearsal.question().text;
  rehearsal.answer("give me a moment");
  rehearsal.cut_after("");

  EXPECT_EQ(said_as(rehearsal.silence(), SayKind::Question), text) << rehearsal.dialogue();
}

TEST(Interruption, R15AQuestionCutOffAndAnsweredUnintelligiblyIsAskedAgainAtOnce) {
  Rehearsal rehearsal = cut_off_question();

  EXPECT_EQ(said_as(rehearsal.answer("", 2s), SayKind::Question), rehearsal.question().text) << rehearsal.dialogue();
}

TEST(Interruption, R15AFollowUpCutOffIsAskedAgain) {
  Rehearsal rehearsal(test::config_of({"process-vs-thread", "context-switch"}));
  rehearsal.join();
  rehearsal.heard_in_full();
  const auto asked = said_as(rehearsal.answer("A process has its own address space."), SayKind::FollowUp);
  ASSERT_FALSE(asked.empty()) << rehearsal.dialogue();
  rehearsal.cut_after("");

  EXPECT_EQ(said_as(rehearsal.silence(), SayKind::FollowUp), asked);
  rehearsal.cut_after("");
  EXPECT_EQ(said_as(rehearsal.answer("Okay."), SayKind::FollowUp), asked);
}

TEST(Interruption, R15ARephrasedQuestionCutOffIsAskedAgainInThoseWords) {
  Rehearsal rehearsal(test::config_of({"process-vs-thread", "context-switch"}));
  rehearsal.join();
  rehearsal.heard_in_full();
  const auto asked = said_as(rehearsal.answer("can you rephrase that?"), SayKind::Question);
  ASSERT_EQ(asked, rehearsal.question().rephrase) << rehearsal.dialogue();
  rehearsal.cut_after("");

  EXPECT_EQ(said_as(rehearsal.silence(), SayKind::Question), asked);
}

TEST(Interruption, R15AQuestionThatIsNotAtHandAnyMoreIsOwedNoLonger) {
  Rehearsal rehearsal = cut_off_question();
  const auto left = rehearsal.question().text;
  rehearsal.answer("skip this one");
  rehearsal.heard_in_full();

  EXPECT_EQ(test::words_of_act(rehearsal.silence()).find(left), std::string::npos) << rehearsal.dialogue();
}

TEST(Interruption, R15WhetherToStopIsAskedAgainBeforeTheQuestionThatIsOwed) {
  Rehearsal rehearsal = cut_off_question();
  const auto text = rehearsal.question().text;
  const auto asked = test::words_of_act(rehearsal.answer("stop the interview"));
  rehearsal.cut_after("");
  const Act again = rehearsal.silence();
  EXPECT_THAT(test::words_of_act(again), HasSubstr(asked)) << rehearsal.dialogue();
  EXPECT_EQ(said_as(again, SayKind::Question), "");
  rehearsal.heard_in_full();

  EXPECT_EQ(said_as(rehearsal.answer("no"), SayKind::Question), text) << rehearsal.dialogue();
}

TEST(Interruption, R15TheCandidatesQuestionsAreAskedForAgain) {
  Rehearsal rehearsal(test::config_of({"process-vs-thread"}));
  rehearsal.join();
  rehearsal.heard_in_full();
  rehearsal.answer("A process has its own address space.");
  for (int i = 0; i < 4 && rehearsal.stage() != Stage::CandidateQuestions; ++i) {
    rehearsal.heard_in_full();
    rehearsal.answer("I don't know");
  }
  ASSERT_EQ(rehearsal.stage(), Stage::CandidateQuestions) << rehearsal.dialogue();
  const auto asked = rehearsal.last().says.back().text;
  rehearsal.cut_after("");

  EXPECT_THAT(words_of_act(rehearsal.silence()), HasSubstr(asked)) << rehearsal.dialogue();
  EXPECT_EQ(rehearsal.stage(), Stage::CandidateQuestions);
}

TEST(Interruption, R15ACutClosingIsSaidAgainAlsoToWhoSpeaksOrComesBack) {
  const std::vector<Happening> happenings{AnswerGiven{"thank you"}, CandidateReturned{}};
  for (const auto& what : happenings) {
    Rehearsal rehearsal(test::config_by_seed(4));
    rehearsal.join();
    rehearsal.heard_in_full();
    rehearsal.answer("stop the interview");
    const std::string closing = said_as(rehearsal.answer("yes"), SayKind::Closing);
    rehearsal.cut_after("All right");
    const Act again = rehearsal.handle(what, 2s);

    EXPECT_EQ(said_as(again, SayKind::Closing), closing) << rehearsal.dialogue();
    EXPECT_FALSE(again.ended);
    EXPECT_TRUE(rehearsal.heard_in_full().ended);
  }
}

TEST(Interruption, R15NothingButTheClosingIsOwedAtTheEnd) {
  Rehearsal rehearsal = cut_off_question();
  rehearsal.answer("stop the interview");
  rehearsal.heard_in_full();
  ASSERT_FALSE(said_as(rehearsal.answer("yes"), SayKind::Closing).empty());

  EXPECT_TRUE(rehearsal.heard_in_full().ended) << rehearsal.dialogue();
}

TEST(Interruption, R15ASecondReportOfOneSpeechChangesNothing) {
  Rehearsal rehearsal(test::config_by_seed(4));
  const Act greeting = rehearsal.join();
  rehearsal.heard_in_full();

  EXPECT_EQ(rehearsal.cut_after("").wait, greeting.wait);
}

}  // namespace
}  // namespace codevoice::interview
