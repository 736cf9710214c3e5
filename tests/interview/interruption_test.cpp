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

TEST(Interruption, AQuestionCutOffIsAskedAgainAfterSilence) {
  Rehearsal rehearsal = cut_off_question();
  EXPECT_LE(rehearsal.last().wait, 3s);

  EXPECT_EQ(said_as(rehearsal.silence(), SayKind::Question), rehearsal.question().text);
}

TEST(Interruption, AQuestionCutOffIsAskedAgainAfterAnEmptyAnswer) {
  for (const auto* words : {"Okay.", "It depends.", "Right, so, um."}) {
    Rehearsal rehearsal = cut_off_question();

    EXPECT_EQ(said_as(rehearsal.answer(words), SayKind::Question), rehearsal.question().text) << words;
    EXPECT_EQ(rehearsal.interviewer().question_index(), 1U);
  }
}

TEST(Interruption, AnAnswerThatHitsShowsThatItWasUnderstood) {
  Rehearsal rehearsal = cut_off_question();

  const Act act = rehearsal.answer("A process has its own address space.");

  EXPECT_EQ(said_as(act, SayKind::Question), "");
  EXPECT_THAT(said_as(act, SayKind::Feedback), HasSubstr("isolated"));
}

TEST(Interruption, ARequestIsServedFirst) {
  Rehearsal rehearsal = cut_off_question();

  rehearsal.answer("skip this one");

  EXPECT_EQ(rehearsal.interviewer().question_index(), 2U);
}

TEST(Interruption, AQuestionIsSaidAgainThreeTimesAtMost) {
  Rehearsal rehearsal = cut_off_question();
  int again = 0;
  for (int i = 0; i < 8 && !said_as(rehearsal.silence(), SayKind::Question).empty(); ++i) {
    ++again;
    rehearsal.cut_after(rehearsal.last().says.front().text);
  }

  EXPECT_EQ(again, 3);
}

TEST(Interruption, ACutNoticeIsSaidAgainWithTheQuestion) {
  Rehearsal rehearsal(test::config_by_seed(4));
  const Act greeting = rehearsal.join();
  rehearsal.cut_after(greeting.says[0].text + " " + greeting.says[1].text.substr(0, 10));

  const Act again = rehearsal.silence();

  EXPECT_THAT(words_of_act(again), HasSubstr("AI"));
  EXPECT_THAT(words_of_act(again), HasSubstr("minutes"));
  EXPECT_EQ(said_as(again, SayKind::Question), rehearsal.question().text);
}

TEST(Interruption, AnswerOnTopOfTheGreetingStillHearsTheNotice) {
  Rehearsal rehearsal(test::config_of({"process-vs-thread", "context-switch"}));
  const Act greeting = rehearsal.join();
  rehearsal.cut_after(greeting.says[0].text);

  const Act act = rehearsal.answer("A process has its own address space.");

  EXPECT_THAT(words_of_act(act), HasSubstr("AI"));
  EXPECT_THAT(words_of_act(act), HasSubstr("isolated"));
}

TEST(Interruption, WhatNeedNotBeHeardIsNotSaidAgain) {
  Rehearsal rehearsal(test::config_by_seed(4));
  rehearsal.join();
  rehearsal.heard_in_full();
  const Act act = rehearsal.answer("let me think");
  rehearsal.cut_after("");

  EXPECT_EQ(rehearsal.last().wait, act.wait);
}

TEST(Interruption, ACutClosingIsSaidAgainBeforeTheEnd) {
  Rehearsal rehearsal(test::config_by_seed(4));
  rehearsal.join();
  rehearsal.answer("stop the interview");
  const std::string closing = said_as(rehearsal.answer("yes"), SayKind::Closing);
  EXPECT_FALSE(rehearsal.cut_after("All right").ended);

  EXPECT_EQ(said_as(rehearsal.silence(), SayKind::Closing), closing);
  EXPECT_TRUE(rehearsal.heard_in_full().ended);
}

TEST(Interruption, ASecondReportOfOneSpeechChangesNothing) {
  Rehearsal rehearsal(test::config_by_seed(4));
  const Act greeting = rehearsal.join();
  rehearsal.heard_in_full();

  EXPECT_EQ(rehearsal.cut_after("").wait, greeting.wait);
}

}  // namespace
}  // namespace codevoice::interview
