// What a candidate may ask for, in every stage, in the spellings of speech recognition.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "interview/phrases.hpp"
#include "interview/rehearsal.hpp"

namespace codevoice::interview {
using namespace std::chrono_literals;

namespace {

using test::Rehearsal;
using test::said_as;
using test::words_of_act;
using testing::HasSubstr;
using testing::Not;

const std::vector<std::string> kRepeats{"can you repeat that",
                                        "Sorry, what?",
                                        "sorry what",
                                        "Could you say that again, please?",
                                        "what was the question",
                                        "I didn't get that.",
                                        "come again",
                                        "Repeat the question, please.",
                                        "pardon me",
                                        "one more time",
                                        "can you say it again",
                                        "I did not hear you"};
const std::vector<std::string> kRephrasings{"can you rephrase that", "What do you mean?", "I don't understand the question",
                                            "could you put it differently", "can you clarify the question"};
const std::vector<std::string> kSkips{"skip this one", "Next question please.",          "can we skip this", "let's go to the next one",
                                      "pass",          "I'd like to skip this question", "lets move on",     "next question"};
const std::vector<std::string> kMoments{"let me think",           "Give me a moment.",        "give me a sec",    "hang on",
                                        "Just a second, please.", "I need a minute to think", "hold on a second", "let me think about it"};
const std::vector<std::string> kPauses{"can we pause",           "Can we take a short break?", "I need a break", "please pause the interview",
                                       "someone is at the door", "can we have a break"};
const std::vector<std::string> kStops{"I'd like to stop",   "id like to stop",         "I want to end the interview",
                                      "stop the interview", "let's stop here",         "can we stop here please",
                                      "I want to quit",     "please end the interview"};

/// At the first question, or at its first follow-up.
Rehearsal at_stage(Stage stage) {
  Rehearsal rehearsal(test::config_of({"process-vs-thread", "context-switch", "mutex-vs-semaphore"}));
  rehearsal.join();
  if (stage == Stage::FollowUp) rehearsal.answer("It has something to do with the operating system, I suppose.");
  if (stage == Stage::CandidateQuestions) {
    for (int i = 0; i < 3; ++i) rehearsal.answer(rehearsal.question().model_answer);
  }
  EXPECT_EQ(rehearsal.stage(), stage);
  return rehearsal;
}

std::string asked_now(const Rehearsal& rehearsal) { return rehearsal.interviewer().turns().back().ai_message; }

class AtEachQuestion : public testing::TestWithParam<Stage> {};
INSTANTIATE_TEST_SUITE_P(Requests, AtEachQuestion, testing::Values(Stage::Question, Stage::FollowUp),
                         [](const auto& stage) { return stage.param == Stage::Question ? "Question" : "FollowUp"; });

TEST_P(AtEachQuestion, RepeatSaysTheQuestionWordForWord) {
  for (const auto& request : kRepeats) {
    Rehearsal rehearsal = at_stage(GetParam());
    const auto asked = asked_now(rehearsal);

    EXPECT_THAT(words_of_act(rehearsal.answer(request)), HasSubstr(asked)) << request;
    EXPECT_EQ(rehearsal.stage(), GetParam());
    EXPECT_EQ(asked_now(rehearsal), asked);
  }
}

TEST_P(AtEachQuestion, RephraseUsesOtherWordsOnce) {
  for (const auto& request : kRephrasings) {
    Rehearsal rehearsal = at_stage(GetParam());
    const auto asked = asked_now(rehearsal);
    const auto expected = GetParam() == Stage::Question ? rehearsal.question().rephrase : asked;

    EXPECT_THAT(words_of_act(rehearsal.answer(request)), HasSubstr(expected)) << request;
    EXPECT_THAT(words_of_act(rehearsal.answer(request)), HasSubstr(asked)) << request;
    EXPECT_EQ(rehearsal.stage(), GetParam());
  }
}

TEST_P(AtEachQuestion, SkipGoesToTheNextQuestion) {
  for (const auto& request : kSkips) {
    Rehearsal rehearsal = at_stage(GetParam());
    const auto before = rehearsal.interviewer().turns().size();

    const Act act = rehearsal.answer(request);

    EXPECT_EQ(rehearsal.interviewer().question_index(), 1U) << request;
    EXPECT_EQ(said_as(act, SayKind::Question), rehearsal.question().text) << request;
    EXPECT_TRUE(rehearsal.interviewer().turns()[before - 1].skipped) << request;
  }
}

TEST_P(AtEachQuestion, AMomentIsGivenInSilence) {
  for (const auto& request : kMoments) {
    Rehearsal rehearsal = at_stage(GetParam());

    const Act act = rehearsal.answer(request);

    EXPECT_EQ(act.says.size(), 1U) << request << ": " << words_of_act(act);
    EXPECT_GE(act.wait, 30s) << request;
    EXPECT_GE(act.patience, 5s) << request;
    EXPECT_EQ(rehearsal.stage(), GetParam());
  }
}

TEST_P(AtEachQuestion, APauseStopsTheClockUntilTheCandidateGoesOn) {
  for (const auto& request : kPauses) {
    Rehearsal rehearsal = at_stage(GetParam());
    const auto asked = asked_now(rehearsal);
    rehearsal.answer(request);

    const Act aside = rehearsal.answer("Yes, put the parcel over there, please.", 4min);
    EXPECT_TRUE(aside.says.empty()) << request << ": " << words_of_act(aside);
    const Act back = rehearsal.answer("Okay, I'm back.");

    EXPECT_THAT(words_of_act(back), HasSubstr(asked)) << request;
    EXPECT_EQ(rehearsal.stage(), GetParam());
    EXPECT_THAT(words_of_act(rehearsal.answer("How much time do we have?")),
                testing::AnyOf(HasSubstr("nineteen minutes"), HasSubstr("twenty minutes")));
  }
}

TEST_P(AtEachQuestion, StopIsConfirmedFirst) {
  for (const auto& request : kStops) {
    Rehearsal rehearsal = at_stage(GetParam());
    const auto asked = asked_now(rehearsal);

    EXPECT_THAT(words_of_act(rehearsal.answer(request)), HasSubstr("?")) << request;
    EXPECT_EQ(rehearsal.stage(), GetParam()) << request;
    EXPECT_THAT(words_of_act(rehearsal.answer("No, let's go on.")), HasSubstr(asked)) << request;
    rehearsal.answer(request);
    rehearsal.answer("Yes, please.");

    EXPECT_EQ(rehearsal.stage(), Stage::Closing) << request;
    EXPECT_EQ(rehearsal.heard_in_full().end_reason, "candidate_ended") << request;
  }
}

TEST_P(AtEachQuestion, SilenceAboutStoppingGoesOn) {
  Rehearsal rehearsal = at_stage(GetParam());
  const auto asked = asked_now(rehearsal);
  rehearsal.answer("stop the interview");

  rehearsal.silence();

  EXPECT_THAT(words_of_act(rehearsal.silence()), HasSubstr(asked));
  EXPECT_EQ(rehearsal.stage(), GetParam());
}

TEST_P(AtEachQuestion, QuestionsAboutTheInterviewAreAnsweredTruly) {
  Rehearsal rehearsal = at_stage(GetParam());

  EXPECT_THAT(words_of_act(rehearsal.answer("Are you a real person?")), HasSubstr("AI"));
  EXPECT_THAT(words_of_act(rehearsal.answer("Is this being recorded?")), HasSubstr("transcript"));
  EXPECT_EQ(rehearsal.stage(), GetParam());
}

TEST_P(AtEachQuestion, AnAnswerWithSuchWordsIsAnAnswer) {
  for (const auto* answer :
       {"The kernel stops the process.", "A retry is repeated until it works.", "We pass by reference.", "I would use a skip list.",
        "The scheduler pauses the thread for a moment.", "Then you stop and go to the next node.", "You repeat the last step again."}) {
    Rehearsal rehearsal = at_stage(GetParam());
    const auto before = rehearsal.interviewer().turns().size();

    const Act act = rehearsal.answer(answer);

    const bool reacts = !said_as(act, SayKind::Feedback).empty() || !said_as(act, SayKind::Prompt).empty();
    EXPECT_TRUE(reacts) << answer << ": " << words_of_act(act);
    EXPECT_EQ(rehearsal.interviewer().turns().size(), before + 1) << answer;
    EXPECT_FALSE(rehearsal.interviewer().turns()[before - 1].skipped) << answer;
  }
}

TEST(Requests, AnAnswerInsteadOfYesOrNoGoesOnWithTheInterview) {
  Rehearsal rehearsal = at_stage(Stage::Question);
  rehearsal.answer("stop the interview");

  rehearsal.answer(rehearsal.question().model_answer);

  EXPECT_EQ(rehearsal.interviewer().question_index(), 1U);
}

TEST(Requests, AHesitationIsNoConsentToStop) {
  Rehearsal rehearsal = at_stage(Stage::Question);
  rehearsal.answer("stop the interview");

  rehearsal.answer("Um, hmm.");

  EXPECT_EQ(rehearsal.stage(), Stage::Question);
}

TEST(Requests, ALongPauseEndsByItself) {
  Rehearsal rehearsal = at_stage(Stage::Question);
  rehearsal.answer("Can we pause?");
  Act act;
  for (int minute = 0; minute < 5; ++minute) act = rehearsal.silence();

  EXPECT_THAT(words_of_act(act), HasSubstr(rehearsal.question().text));
}

TEST(Requests, InTheCandidatesQuestionsRepeatSaysTheLastThingAgain) {
  Rehearsal rehearsal = at_stage(Stage::CandidateQuestions);
  const std::string invited = words_of_act(rehearsal.last());

  EXPECT_THAT(words_of_act(rehearsal.answer("can you repeat that")), HasSubstr(rehearsal.last().says.back().text));
  EXPECT_THAT(invited, HasSubstr(rehearsal.last().says.back().text));
}

TEST(Requests, InTheCandidatesQuestionsABreakCanBeHad) {
  Rehearsal rehearsal = at_stage(Stage::CandidateQuestions);
  rehearsal.answer("can we pause");

  EXPECT_TRUE(rehearsal.answer("No, on the table.").says.empty());
  rehearsal.answer("I'm back");

  EXPECT_EQ(rehearsal.stage(), Stage::CandidateQuestions);
}

TEST(Requests, InTheCandidatesQuestionsStopAndSkipClose) {
  for (const auto& requests : {kStops, kSkips}) {
    for (const auto& request : requests) {
      Rehearsal rehearsal = at_stage(Stage::CandidateQuestions);
      rehearsal.answer(request);

      EXPECT_EQ(rehearsal.stage(), Stage::Closing) << request;
    }
  }
}

}  // namespace
}  // namespace codevoice::interview
