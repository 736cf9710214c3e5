// An interview whose process is killed, and that the next process takes up.
#include <gtest/gtest.h>

#include <set>

#include "session/interview_rig.hpp"

namespace codevoice::session {
namespace {

constexpr auto kAnswer = "processes have their own memory and threads share the memory of one process";

class TakenUp : public InterviewSessionTest {
 protected:
  void SetUp() override {
    InterviewSessionTest::SetUp();
    config.planned = [this](std::string_view) -> Result<interview::InterviewConfig> { return config.interview; };
  }
  /// What is written by now is on record; the session knows nothing of it, and another process has another link, clock and id.
  void kill_process() {
    const auto record = log;
    here.reset();
    session->stop("killed");
    clock.advance(loop, 10s);
    ASSERT_TRUE(over);
    session.reset();
    over = false;
    log = NotingLog{};
    log.lines = record.lines;
    log.turns = record.turns;
    log.left = detail_of(record);
    config.id = "99999999-2222-4333-8444-555555555555";
  }
  static store::SessionDetail detail_of(const NotingLog& record) {
    store::SessionDetail detail;
    detail.session = record.begun.at(0);
    detail.session.snapshot = record.newest.snapshot;
    detail.session.unfinished_answer = record.newest.unfinished_answer;
    detail.session.elapsed_ms = record.newest.elapsed_ms;
    for (const auto& [position, row] : record.turns) detail.turns.push_back(row);
    for (const auto& [position, line] : record.lines) detail.utterances.push_back(line);
    for (const auto& [name, value] : record.newest_figures) detail.figures.push_back({name, value});
    return detail;
  }
  /// Greeted, one answer given and replied to.
  void answer_one() {
    begin();
    join("PA_1");
    listens();
    candidate->say(kAnswer);
    listens();
  }
  std::string session_told() const { return link->texts.back().attributes.at("codevoice.session"); }
};

TEST_F(TakenUp, R21TheSameInterviewGoesOnAtTheSameQuestionWithoutAGreeting) {
  answer_one();
  const auto asked = log.turns.rbegin()->second.turn.ai_message;
  kill_process();
  const auto before = bot();
  begin();
  join("PA_7");
  listens();

  EXPECT_EQ(log.asked_for, "room/human-candidate");
  EXPECT_TRUE(log.begun.empty());
  const auto since = bot().substr(before.size());
  EXPECT_NE(since.find("back"), std::string::npos) << since;
  EXPECT_NE(since.find(asked), std::string::npos) << since;
  EXPECT_EQ(count_of(bot(), "I'll ask you"), 1U) << bot();
  EXPECT_EQ(session_told(), "11111111-2222-4333-8444-555555555555");
  EXPECT_NE(log.said_by(store::Speaker::System).find("process was stopped"), std::string::npos);
}

TEST_F(TakenUp, R21AnswersFromBeforeAreKeptAndNoQuestionIsAskedTwice) {
  answer_one();
  kill_process();
  begin();
  join("PA_7");
  listens();
  for (int i = 0; i < 6 && !log.status; ++i) {
    candidate->say("I do not know");
    candidate->quiet_until(60s, [this] { return agent_state() == "speaking" || log.status.has_value(); });
    candidate->quiet_until(60s, [this] { return agent_state() == "listening" || log.status.has_value(); });
  }
  candidate->quiet_until(60s, [this] { return log.status.has_value(); });

  ASSERT_TRUE(log.status.has_value()) << bot();
  EXPECT_EQ(log.status, store::SessionStatus::Completed);
  EXPECT_EQ(log.reason, "completed");
  EXPECT_NE(log.turns.at(0).turn.user_transcript.find(kAnswer), std::string::npos);
  std::set<std::string> asked;
  for (const auto& [position, row] : log.turns) EXPECT_TRUE(asked.insert(row.turn.ai_message).second) << row.turn.ai_message;
}

TEST_F(TakenUp, R21TheClockStoodWhileNobodyInterviewed) {
  answer_one();
  candidate->quiet(3s);
  const auto before = log.newest.elapsed_ms;
  kill_process();
  clock.advance(loop, 80s);
  begin();
  join("PA_7");
  candidate->quiet(3s);

  EXPECT_GE(log.newest.elapsed_ms, before);
  EXPECT_LE(log.newest.elapsed_ms, before + 4'000);
}

TEST_F(TakenUp, R21AnAnswerThatWasBrokenOffGoesOn) {
  begin();
  join("PA_1");
  listens();
  candidate->say("the beginning of my answer");
  leave();
  candidate->quiet(5s);
  EXPECT_EQ(log.newest.unfinished_answer, "the beginning of my answer");
  kill_process();
  begin();
  join("PA_7");
  listens();
  candidate->say("and its end");
  listens();

  EXPECT_NE(log.turns.at(0).turn.user_transcript.find("the beginning of my answer and its end"), std::string::npos)
      << log.turns.at(0).turn.user_transcript;
}

TEST_F(TakenUp, R15WhatMustBeHeardAndWasNotIsSaidAgainTheRestIsNot) {
  begin();
  join("PA_1");
  ASSERT_TRUE(candidate->quiet_until(60s, [this] { return bot().find("I'll ask you") != std::string::npos; }));  // the question is not asked yet
  ASSERT_EQ(bot().find(config.interview.questions[0].text), std::string::npos);
  kill_process();
  const auto before = bot();
  begin();
  join("PA_7");
  listens();

  const auto since = bot().substr(before.size());
  EXPECT_EQ(since.find("I'll ask you"), std::string::npos) << since;
  EXPECT_NE(since.find(config.interview.questions[0].text), std::string::npos) << since;
}

TEST_F(TakenUp, WhoWasNotGreetedYetIsGreeted) {
  begin();
  here = person("PA_1");
  session->on_participant_joined(*here);
  candidate->quiet(500ms);
  ASSERT_TRUE(log.newest.snapshot.empty());
  kill_process();
  begin();
  join("PA_7");
  listens();

  EXPECT_TRUE(log.begun.empty());
  EXPECT_EQ(count_of(bot(), "I'll ask you"), 1U) << bot();
  EXPECT_EQ(bot().find("back"), std::string::npos) << bot();
}

TEST_F(TakenUp, WhereItCannotGoOnItFailsForAReasonAndANewOneBegins) {
  answer_one();
  kill_process();
  config.planned = [](std::string_view) -> Result<interview::InterviewConfig> {
    return fail(ErrorKind::NotFound, "question x is not in the bank any more");
  };
  begin();
  join("PA_7");

  EXPECT_EQ(log.status, store::SessionStatus::Failed);
  EXPECT_EQ(log.reason, "the process was stopped, and another could not go on: question x is not in the bank any more");
  ASSERT_EQ(log.begun.size(), 1U);
  EXPECT_EQ(log.begun[0].id, config.id);
  listens();
  log.status.reset();
}

TEST_F(TakenUp, WhoLeavesWhileItIsLookedForIsWaitedFor) {
  answer_one();
  kill_process();
  log.before_take_up = [this]() -> Awaitable<void> { co_await clock.sleep_for(2s); };
  begin();
  join("PA_7");
  leave();
  candidate->quiet(20s);
  EXPECT_FALSE(log.status.has_value());
  const auto before = bot();
  join("PA_8");
  listens();

  EXPECT_NE(bot().substr(before.size()).find("back"), std::string::npos);
}

TEST_F(TakenUp, WhoDoesNotComeBackAgainIsGoneAfterTheWindow) {
  answer_one();
  kill_process();
  begin();
  join("PA_7");
  listens();
  leave();
  candidate->quiet(95s);

  EXPECT_EQ(log.status, store::SessionStatus::Completed);  // an answer was given
  EXPECT_EQ(log.reason, "candidate_gone");
}

TEST_F(TakenUp, SumsOfFiguresGoOn) {
  answer_one();
  kill_process();
  begin();
  join("PA_7");
  listens();
  candidate->say("I do not know");
  listens();
  session->stop("enough");
  candidate->quiet(10s);

  EXPECT_EQ(log.newest_figures.at("turns"), 2.0);
}

TEST_F(TakenUp, SignsOfLifeAreGivenWhileItGoesOnAndTheCandidateIsAway) {
  begin();
  join("PA_1");
  listens();
  const auto before = log.signs_of_life;
  candidate->quiet(10s);
  EXPECT_GE(log.signs_of_life, before + 4);
  leave();
  const auto elapsed = log.newest.elapsed_ms;
  candidate->quiet(10s);

  EXPECT_GE(log.signs_of_life, before + 8);
  EXPECT_LE(log.newest.elapsed_ms, elapsed + 2'100);
}

}  // namespace
}  // namespace codevoice::session
