// What an answer leads to, over the whole question bank.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <numeric>
#include <set>

#include "interview/coverage.hpp"
#include "interview/phrases.hpp"
#include "interview/rehearsal.hpp"

namespace codevoice::interview {
using namespace std::chrono_literals;

namespace {

using test::probed_point;
using test::Rehearsal;
using test::said_as;
using test::whole_bank;
using test::words_of_act;

constexpr auto kOffTopic = "On Sundays I cook noodles with tomatoes and basil for my family at home.";

const Rubric& rubric_of(const Question& question) {
  static std::map<std::string, Rubric> rubrics;
  const auto place = rubrics.find(question.id);
  return place != rubrics.end() ? place->second : rubrics.emplace(question.id, Rubric::create(question).value()).first->second;
}

std::set<std::size_t> covered_by(const Question& question, std::string_view text) {
  std::set<std::size_t> covered;
  const auto judged = rubric_of(question).judge(text);
  for (std::size_t i = 0; i < judged.size(); ++i) {
    if (judged[i].covered) covered.insert(i);
  }
  return covered;
}

/// The first of the heaviest points outside of `covered`.
std::optional<std::size_t> heaviest_but(const Question& question, const std::set<std::size_t>& covered) {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < question.expected_key_points.size(); ++i) {
    if (covered.contains(i)) continue;
    if (!best || question.expected_key_points[i].weight > question.expected_key_points[*best].weight) best = i;
  }
  return best;
}

InterviewConfig alone(const Question& question, FeedbackMode feedback = FeedbackMode::Spoken) {
  InterviewConfig config;
  config.questions = {question};
  config.feedback = feedback;
  return config;
}

bool is_one_of(std::string_view text, Occasion occasion) {
  const auto list = phrases(occasion);
  return std::ranges::find(list, text) != list.end();
}

bool hints_at_gaps(const Act& act) {
  return std::ranges::any_of(act.says, [](const Say& say) {
    return is_one_of(say.text, Occasion::Missing) || is_one_of(say.text, Occasion::Narrower) || is_one_of(say.text, Occasion::BackToQuestion);
  });
}

bool praises(const Act& act, const Question& question) {
  return std::ranges::any_of(question.expected_key_points,
                             [&](const KeyPoint& point) { return said_as(act, SayKind::Feedback).find(point.praise) != std::string::npos; });
}

TEST(Answering, ThreeAnswersToOneQuestionLeadToDifferentFollowUps) {
  for (const Question& question : whole_bank()) {
    const auto first = heaviest_but(question, {}).value();
    const std::string part = question.expected_key_points[first].text;
    const auto follow_up_to = [&](const std::string& answer) {
      Rehearsal rehearsal(alone(question));
      rehearsal.join();
      return probed_point(rehearsal.answer(answer), question);
    };

    EXPECT_EQ(follow_up_to(question.model_answer), std::nullopt) << question.id;
    EXPECT_EQ(follow_up_to(kOffTopic), first) << question.id;
    EXPECT_EQ(follow_up_to(part), heaviest_but(question, covered_by(question, part))) << question.id;
  }
}

TEST(Answering, TheModelAnswerIsPraisedAndNothingIsMissing) {
  for (const Question& question : whole_bank()) {
    Rehearsal rehearsal(alone(question));
    rehearsal.join();

    const Act act = rehearsal.answer(question.model_answer);

    EXPECT_TRUE(praises(act, question)) << question.id << ": " << words_of_act(act);
    EXPECT_FALSE(hints_at_gaps(act)) << question.id << ": " << words_of_act(act);
    EXPECT_EQ(rehearsal.interviewer().turns().front().points.size(), question.expected_key_points.size()) << question.id;
  }
}

TEST(Answering, AWrongAnswerIsNeverPraised) {
  for (const Question& question : whole_bank()) {
    Rehearsal rehearsal(alone(question));
    rehearsal.join();
    for (int turn = 0; turn < 3 && rehearsal.asks(); ++turn) {
      const Act act = rehearsal.answer(question.wrong_answer);

      EXPECT_FALSE(praises(act, question)) << question.id << ", turn " << turn << ": " << words_of_act(act);
    }
  }
}

std::set<std::string> found_so_far(const Rehearsal& rehearsal) {
  std::set<std::string> found;
  for (const TurnRecord& turn : rehearsal.interviewer().turns()) {
    for (const PointVerdict& point : turn.points) found.insert(point.key_point);
  }
  return found;
}

/// What is said to an answer holds no point that is still open, nor a mark.
void expect_nothing_given_away(const Question& question, const std::string& answer) {
  Rehearsal rehearsal(alone(question));
  rehearsal.join();
  for (int turn = 0; turn < 3 && rehearsal.asks(); ++turn) {
    const Act act = rehearsal.answer(answer);
    const auto found = found_so_far(rehearsal);
    for (const Say& say : act.says) {
      for (const auto point : covered_by(question, say.text)) {
        const auto& id = question.expected_key_points[point].id;
        EXPECT_TRUE(found.contains(id)) << question.id << " gives away " << id << ": " << say.text;
      }
    }
    for (const auto* word : {"score", "percent", "grade", "out of ten", "key point"}) {
      EXPECT_EQ(said_as(act, SayKind::Feedback).find(word), std::string::npos) << words_of_act(act);
    }
  }
}

TEST(Answering, WhatIsSaidToAnAnswerGivesNoOpenPointAway) {
  for (const Question& question : whole_bank()) {
    expect_nothing_given_away(question, kOffTopic);
    expect_nothing_given_away(question, question.wrong_answer);
    for (const KeyPoint& point : question.expected_key_points) expect_nothing_given_away(question, point.text);
  }
}

TEST(Answering, FeedbackNamesWhatWasRightInTheAnswer) {
  for (const Question& question : whole_bank()) {
    for (const KeyPoint& point : question.expected_key_points) {
      Rehearsal rehearsal(alone(question));
      rehearsal.join();
      const std::string feedback = said_as(rehearsal.answer(point.text), SayKind::Feedback);
      const auto covered = covered_by(question, point.text);

      EXPECT_TRUE(
          std::ranges::any_of(covered, [&](std::size_t i) { return feedback.find(question.expected_key_points[i].praise) != std::string::npos; }))
          << question.id << ": " << feedback;
    }
  }
}

TEST(Answering, ALongAnswerWithASingleHitIsThankedForOnly) {
  const std::string rambling =
      "Well, in my last company we had a big machine room and everybody was proud of it, and I was the one who had to look after the fans and "
      "the cables all day long, so I do not remember so much, but a process has its own memory, as somebody told me there once.";
  Rehearsal rehearsal(test::config_of({"process-vs-thread"}));
  rehearsal.join();

  EXPECT_FALSE(praises(rehearsal.answer(rambling), rehearsal.question()));
  EXPECT_EQ(rehearsal.interviewer().turns().front().points.size(), 1U);  // it counts all the same
}

TEST(Answering, NeutralModeGivesNoJudgement) {
  for (const Question& question : whole_bank()) {
    for (const auto* answer : {&question.model_answer, &question.wrong_answer, &question.expected_key_points.front().text}) {
      Rehearsal rehearsal(alone(question, FeedbackMode::Neutral));
      rehearsal.join();
      const Act act = rehearsal.answer(*answer);

      for (const Say& say : act.says) {
        EXPECT_TRUE(say.kind != SayKind::Feedback || is_one_of(say.text, Occasion::Thanks)) << say.text;
      }
      EXPECT_FALSE(hints_at_gaps(act)) << words_of_act(act);
    }
  }
}

TEST(Answering, NeutralModeAsksTheSameFollowUps) {
  for (const Question& question : whole_bank()) {
    Rehearsal spoken(alone(question));
    Rehearsal neutral(alone(question, FeedbackMode::Neutral));
    spoken.join();
    neutral.join();

    EXPECT_EQ(probed_point(spoken.answer(kOffTopic), question), probed_point(neutral.answer(kOffTopic), question)) << question.id;
  }
}

TEST(Answering, AtMostTwoFollowUpsEachOnAnotherPoint) {
  for (const Question& question : whole_bank()) {
    Rehearsal rehearsal(alone(question));
    rehearsal.join();
    std::set<std::size_t> probed;
    std::size_t follow_ups = 0;
    for (int turn = 0; turn < 10 && rehearsal.asks(); ++turn) {
      if (const auto point = probed_point(rehearsal.answer(kOffTopic), question)) {
        ++follow_ups;
        probed.insert(*point);
      }
    }

    EXPECT_EQ(follow_ups, 2U) << question.id;
    EXPECT_EQ(probed.size(), follow_ups) << question.id;
    EXPECT_FALSE(rehearsal.asks()) << question.id;
  }
}

TEST(Answering, APointCoveredOnTheWayIsNotAskedAbout) {
  for (const Question& question : whole_bank()) {
    Rehearsal rehearsal(alone(question));
    rehearsal.join();
    const auto first = probed_point(rehearsal.answer(kOffTopic), question).value();
    const auto second = heaviest_but(question, {first}).value();
    const std::string both = question.expected_key_points[first].text + " " + question.expected_key_points[second].text;
    auto covered = covered_by(question, both);
    covered.insert(first);

    EXPECT_EQ(probed_point(rehearsal.answer(both), question), heaviest_but(question, covered)) << question.id;
  }
}

TEST(Answering, ARefusedProbeIsClosed) {
  for (const auto* refusal : {"I don't know.", "no idea", "Skip this one.", "I'd rather not answer that."}) {
    Rehearsal rehearsal(test::config_of({"process-vs-thread", "context-switch"}));
    rehearsal.join();
    rehearsal.answer(kOffTopic);
    ASSERT_EQ(rehearsal.stage(), Stage::FollowUp);

    rehearsal.answer(refusal);

    EXPECT_EQ(rehearsal.stage(), Stage::Question) << refusal;
    EXPECT_EQ(rehearsal.interviewer().question_index(), 1U) << refusal;
  }
}

TEST(Answering, NotKnowingTheQuestionIsExcusedAndASmallerPieceAsked) {
  Rehearsal rehearsal(test::config_of({"process-vs-thread"}));
  rehearsal.join();

  const Act act = rehearsal.answer("Sorry, I have no idea.");

  EXPECT_TRUE(is_one_of(act.says.front().text, Occasion::DontKnowFine)) << words_of_act(act);
  EXPECT_EQ(rehearsal.stage(), Stage::FollowUp);
}

TEST(Answering, AnOffTopicAnswerIsLedBackAnUnsureOneIsNot) {
  Rehearsal off(test::config_of({"process-vs-thread"}));
  Rehearsal unsure(test::config_of({"process-vs-thread"}));
  off.join();
  unsure.join();
  const auto leads_back = [](const Act& act) {
    return std::ranges::any_of(act.says, [](const Say& say) { return is_one_of(say.text, Occasion::BackToQuestion); });
  };

  EXPECT_TRUE(leads_back(off.answer(kOffTopic)));
  EXPECT_FALSE(leads_back(unsure.answer("Hmm, not sure, maybe it is slower?")));
}

TEST(Answering, WhatWasNotHeardIsAskedForOnceAndNotJudged) {
  for (const auto& [text, confidence] : {std::pair("", 1.0F), std::pair("mumbled noise of some sort", 0.1F)}) {
    Rehearsal rehearsal(test::config_of({"process-vs-thread", "context-switch"}));
    rehearsal.join();

    const Act first = rehearsal.answer(text, 20s, confidence);
    EXPECT_TRUE(is_one_of(first.says.front().text, Occasion::NotHeard)) << words_of_act(first);
    EXPECT_EQ(rehearsal.interviewer().question_index(), 0U);
    rehearsal.answer(text, 20s, confidence);

    EXPECT_EQ(rehearsal.interviewer().question_index(), 1U);
    EXPECT_TRUE(rehearsal.interviewer().turns().front().not_assessable);
    EXPECT_TRUE(rehearsal.interviewer().turns().front().points.empty());
  }
}

TEST(Answering, AnAnswerHeardTheSecondTimeIsAssessable) {
  Rehearsal rehearsal(test::config_of({"process-vs-thread"}));
  rehearsal.join();
  rehearsal.answer("");

  rehearsal.answer(rehearsal.question().model_answer);

  EXPECT_FALSE(rehearsal.interviewer().turns().front().not_assessable);
  EXPECT_FALSE(rehearsal.interviewer().turns().front().points.empty());
}

TEST(Answering, AnAnswerThatEndsInLetUsContinueIsAnswered) {
  Rehearsal rehearsal(test::config_of({"process-vs-thread"}));
  rehearsal.join();

  const Act act = rehearsal.answer("A process has its own address space. Let's continue.");

  EXPECT_THAT(said_as(act, SayKind::Feedback), testing::HasSubstr("isolated"));
}

TEST(Answering, TheRecordHoldsWhatWasAskedSaidAndQuoted) {
  Rehearsal rehearsal(test::config_of({"process-vs-thread"}));
  rehearsal.join();
  const Question question = rehearsal.question();
  rehearsal.answer("Could you repeat the question?");
  const std::string answer = question.expected_key_points[1].text;
  rehearsal.answer(answer);
  rehearsal.answer("I don't know.");

  const auto& turns = rehearsal.interviewer().turns();
  ASSERT_EQ(turns.size(), 2U);
  EXPECT_EQ(turns[0].ai_message, question.text);
  EXPECT_EQ(turns[0].user_transcript, "Could you repeat the question? " + answer);
  EXPECT_NE(turns[0].user_transcript.find(turns[0].points.at(0).quote), std::string::npos);
  EXPECT_TRUE(turns[1].is_follow_up);
  EXPECT_EQ(turns[1].user_transcript, "I don't know.");
}

}  // namespace
}  // namespace codevoice::interview
