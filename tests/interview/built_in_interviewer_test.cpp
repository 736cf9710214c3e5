// Whole interviews: they greet, ask, close; a snapshot at any step gives the same machine; nothing is said twice.
#include "interview/built_in_interviewer.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "interview/dice.hpp"
#include "interview/rehearsal.hpp"

namespace codevoice::interview {
namespace {

using namespace std::chrono_literals;
using test::Rehearsal;
using test::words_of_act;

/// A candidate that does anything at any time.
class Whim {
 public:
  explicit Whim(std::uint64_t seed) : dice_(seed) {}

  Happening next(const Rehearsal& rehearsal) {
    switch (dice_.below(12)) {
      case 0: return SilenceLasted{rehearsal.last().wait};
      case 1: return SilenceLasted{1s};
      case 2: return SpeechHeardInFull{true, some_words(words_of_act(rehearsal.last()))};
      case 3: return SpeechHeardInFull{};
      case 4: return dice_.below(4) == 0 ? Happening{CandidateReturned{}} : Happening{TimeTold{}};
      default: return AnswerGiven{answer(rehearsal), dice_.below(20) == 0 ? 0.1F : 0.9F};
    }
  }
  std::chrono::milliseconds pause() { return std::chrono::seconds{1 + dice_.below(40)}; }

 private:
  std::string some_words(const std::string& text) { return text.substr(0, text.empty() ? 0 : dice_.below(text.size())); }

  std::string answer(const Rehearsal& rehearsal) {
    static const std::vector<std::string> kTexts{"",
                                                 "Could you repeat the question?",
                                                 "Can you rephrase that?",
                                                 "skip this one",
                                                 "let me think",
                                                 "I don't know.",
                                                 "can we pause",
                                                 "I'm back.",
                                                 "stop the interview",
                                                 "No, go on.",
                                                 "Yes.",
                                                 "Okay.",
                                                 "Is this recorded?",
                                                 "When do I hear back?",
                                                 "How much time is left?",
                                                 "Can I assume it fits into memory?",
                                                 "Please slow down.",
                                                 "I have no questions.",
                                                 "What is the salary?"};
    const Question& question = rehearsal.question();
    const auto throws = dice_.below(kTexts.size() + 14);
    if (throws < kTexts.size()) return kTexts[throws];
    if (throws % 3 == 0) return question.wrong_answer;
    if (throws % 7 == 0) return question.model_answer;
    return question.expected_key_points[dice_.below(question.expected_key_points.size())].text;
  }

  Dice dice_;
};

std::string told(const Act& act) {
  std::string all;
  for (const Say& say : act.says) all += fmt::format("{}{}{}:{}|", static_cast<int>(say.kind), say.depends_on_answer, say.must_be_heard, say.text);
  all += fmt::format(" wait {} patience {} {} {}", act.wait.count(), act.patience.count(), act.ended, act.end_reason);
  for (const auto& text : act.likely) all += "\n" + text;
  for (const auto& term : act.vocabulary) all += "," + term;
  return all;
}

TEST(BuiltInInterviewer, ASnapshotAtAnyStepGivesTheSameMachine) {
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    Rehearsal whole(test::config_by_seed(seed, 3));
    Rehearsal pieced(test::config_by_seed(seed, 3));
    Whim whim(seed);
    ASSERT_EQ(told(whole.join()), told(pieced.join()));
    for (int step = 0; step < 60 && whole.stage() != Stage::Ended; ++step) {
      const Happening what = whim.next(whole);
      const auto took = whim.pause();
      pieced.reload();

      ASSERT_EQ(told(whole.handle(what, took)), told(pieced.handle(what, took))) << "seed " << seed << ", step " << step;
      ASSERT_EQ(whole.interviewer().snapshot(), pieced.interviewer().snapshot()) << "seed " << seed << ", step " << step;
    }
  }
}

TEST(BuiltInInterviewer, WhateverHappensItEndsAndNeverGoesBack) {
  for (std::uint64_t seed = 100; seed < 112; ++seed) {
    Rehearsal rehearsal(test::config_by_seed(seed, 4));
    Whim whim(seed);
    rehearsal.join();
    std::pair reached{rehearsal.interviewer().question_index(), rehearsal.stage()};
    for (int step = 0; step < 500 && rehearsal.stage() != Stage::Ended; ++step) {
      rehearsal.handle(whim.next(rehearsal), whim.pause());
      const std::pair now{rehearsal.interviewer().question_index(), rehearsal.stage()};
      ASSERT_GE(now, reached) << rehearsal.dialogue();
      ASSERT_TRUE(rehearsal.last().ended || rehearsal.last().wait > 0ms) << rehearsal.dialogue();
      reached = now;
    }

    EXPECT_EQ(rehearsal.stage(), Stage::Ended) << rehearsal.dialogue();
    EXPECT_FALSE(rehearsal.last().end_reason.empty());
  }
}

TEST(BuiltInInterviewer, NoWordingIsUsedTwice) {
  for (std::uint64_t seed = 200; seed < 215; ++seed) {
    Rehearsal rehearsal(test::config_by_seed(seed, 5));
    Whim whim(seed);
    rehearsal.join();
    std::set<std::string> said;
    for (int step = 0; step < 80 && rehearsal.stage() != Stage::CandidateQuestions && rehearsal.stage() != Stage::Ended; ++step) {
      rehearsal.handle(whim.next(rehearsal), whim.pause());
      for (const Say& say : rehearsal.last().says) {
        const bool may_return = say.must_be_heard;  // the question itself, and what was cut off
        EXPECT_TRUE(may_return || said.insert(say.text).second) << say.text << "\n" << rehearsal.dialogue();
      }
    }
  }
}

TEST(BuiltInInterviewer, AnInterviewAnsweredWellIsCompleted) {
  Rehearsal rehearsal(test::config_by_seed(7));
  rehearsal.join();
  for (int i = 0; i < 5; ++i) rehearsal.answer(rehearsal.question().model_answer, 90s);
  EXPECT_EQ(rehearsal.stage(), Stage::CandidateQuestions);
  rehearsal.answer("No, thank you.");
  EXPECT_EQ(rehearsal.stage(), Stage::Closing);

  const Act act = rehearsal.heard_in_full();

  EXPECT_TRUE(act.ended);
  EXPECT_EQ(act.end_reason, "completed");
  EXPECT_EQ(rehearsal.interviewer().turns().size(), 5U);
}

TEST(BuiltInInterviewer, QuestionsAreAskedInOrderAndVerbatim) {
  Rehearsal rehearsal(test::config_by_seed(8));
  std::vector<std::string> asked{test::said_as(rehearsal.join(), SayKind::Question)};
  for (int i = 0; i < 4; ++i) asked.push_back(test::said_as(rehearsal.answer("skip this one"), SayKind::Question));

  for (std::size_t i = 0; i < asked.size(); ++i) EXPECT_EQ(asked[i], rehearsal.config().questions[i].text);
}

TEST(BuiltInInterviewer, TheVocabularyOfTheQuestionIsListenedFor) {
  Rehearsal rehearsal(test::config_by_seed(9));

  EXPECT_EQ(rehearsal.join().vocabulary, rehearsal.question().vocabulary);
}

TEST(BuiltInInterviewer, AfterTheEndNothingIsSaid) {
  Rehearsal rehearsal(test::config_by_seed(10));
  rehearsal.join();
  EXPECT_EQ(rehearsal.handle(CandidateGone{}, 90s).end_reason, "candidate_gone");

  for (const Happening& what :
       {Happening{CandidateJoined{}}, Happening{AnswerGiven{"Hello?"}}, Happening{SilenceLasted{1min}}, Happening{TimeTold{}}}) {
    const Act act = rehearsal.handle(what, 10s);

    EXPECT_TRUE(act.says.empty());
    EXPECT_TRUE(act.ended);
    EXPECT_EQ(act.end_reason, "candidate_gone");
  }
}

TEST(BuiltInInterviewer, ACandidateWhoJoinsTwiceIsGreetedOnce) {
  Rehearsal rehearsal(test::config_by_seed(11));
  const std::string greeting = words_of_act(rehearsal.join());

  const Act again = rehearsal.join();

  EXPECT_EQ(test::said_as(again, SayKind::Notice), "");
  EXPECT_EQ(test::said_as(again, SayKind::Question), rehearsal.question().text);
  EXPECT_NE(greeting, words_of_act(again));
}

/// One who answers with long stories until the time is over.
struct Timed {
  Elapsed closed_at{};
  std::string reason;
  std::size_t questions = 0;
};
Timed talk_until_closed(std::uint64_t seed, std::chrono::minutes length, std::chrono::seconds an_answer) {
  auto config = test::config_by_seed(seed, 5);
  config.length = length;
  Rehearsal rehearsal(std::move(config));
  rehearsal.join();
  for (int turn = 0; turn < 100 && rehearsal.stage() != Stage::Closing; ++turn) {
    rehearsal.asks() ? rehearsal.answer(rehearsal.question().wrong_answer, an_answer) : rehearsal.answer("No.", 2s);
  }
  Timed timed{rehearsal.now(), "", rehearsal.interviewer().question_index() + 1};
  timed.reason = rehearsal.heard_in_full().end_reason;
  return timed;
}

TEST(BuiltInInterviewer, WhenTimeRunsOutItStillClosesProperly) {
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    for (const auto length : {1min, 5min, 10min, 20min, 45min}) {
      const auto an_answer = std::chrono::seconds{length} / 5;
      const Timed timed = talk_until_closed(seed, length, an_answer);

      EXPECT_EQ(timed.reason, "time") << length.count();
      EXPECT_LE(timed.closed_at, length + an_answer + 5s) << length.count();
      EXPECT_GE(timed.closed_at + std::chrono::seconds{length} / 5, length) << length.count();  // less than one answer's time was left
    }
  }
}

TEST(BuiltInInterviewer, WithTimeEnoughAllQuestionsAreAsked) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Timed timed = talk_until_closed(seed, 20min, 40s);

    EXPECT_EQ(timed.reason, "completed");
    EXPECT_EQ(timed.questions, 5U);
  }
}

TEST(BuiltInInterviewer, AnEndlessAnswerIsEndedByTheClock) {
  auto config = test::config_by_seed(3);
  config.length = 5min;
  Rehearsal rehearsal(std::move(config));
  rehearsal.join();
  rehearsal.handle(TimeTold{}, 5min);
  EXPECT_EQ(rehearsal.stage(), Stage::Question);  // the answer may be finished

  rehearsal.handle(TimeTold{}, 61s);

  EXPECT_EQ(rehearsal.stage(), Stage::Closing);
}

TEST(BuiltInInterviewer, NoQuestionsMakeNoInterview) {
  EXPECT_FALSE(make_interviewer({}));
  EXPECT_FALSE(restore_interviewer(test::config_by_seed(1), "{}"));
  EXPECT_FALSE(restore_interviewer(test::config_by_seed(1), Rehearsal(test::config_by_seed(2)).interviewer().snapshot()));
}

}  // namespace
}  // namespace codevoice::interview
