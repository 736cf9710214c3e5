#include "session/interview_session.hpp"

#include <gtest/gtest.h>

#include "session/interview_rig.hpp"

namespace codevoice::session {
namespace {

TEST_F(InterviewSessionTest, GreetsTheFirstParticipantAndAnswersThem) {
  begin();
  clock.advance(loop, 10s);
  EXPECT_TRUE(log.begun.empty());
  join("PA_1");
  listens();
  EXPECT_EQ(log.begun.size(), 1U);
  EXPECT_EQ(log.begun[0].candidate_identity, "human-candidate");
  EXPECT_NE(bot().find(config.interview.questions[0].text), std::string::npos) << bot();

  candidate->say("I do not know that one");
  listens();

  EXPECT_NE(log.said_by(store::Speaker::Candidate).find("I do not know that one"), std::string::npos);
  EXPECT_FALSE(log.newest.snapshot.empty());
}

TEST_F(InterviewSessionTest, WhatWasMeasuredIsOnRecord) {
  begin();
  join("PA_1");
  listens();
  candidate->say("I do not know that one");
  listens();
  session->stop("the interviewer was stopped");
  candidate->quiet(10s);

  EXPECT_EQ(log.newest_figures.at("turns"), 1.0);
  EXPECT_EQ(log.newest_figures.at("replies"), 1.0);  // the greeting answers nothing
  EXPECT_GT(log.newest_figures.at("reply_p50_ms"), log.newest_figures.at("turn_decided_p50_ms"));
  EXPECT_LT(log.newest_figures.at("reply_p50_ms"), 5000.0);
  EXPECT_GT(log.newest_figures.at("stt_audio_seconds"), 5.0);
  EXPECT_EQ(log.newest_figures.at("early_replies"), 0.0);
}

// R19
TEST_F(InterviewSessionTest, R19SaysNothingBeforeTheCandidateCanHearIt) {
  begin();
  here = person("PA_1");
  session->on_participant_joined(*here);
  candidate->quiet(3s);
  EXPECT_NE(agent_state(), "speaking");
  session->on_our_audio_subscribed();

  EXPECT_TRUE(candidate->quiet_until(2s, [this] { return agent_state() == "speaking"; }));
}

// R21
TEST_F(InterviewSessionTest, R21AReloadTakesTheInterviewUpAgain) {
  begin();
  join("PA_1");
  listens();
  const auto greeting = bot();
  leave();
  candidate->quiet(20s);
  EXPECT_EQ(bot(), greeting);
  join("PA_2");
  listens();

  EXPECT_EQ(log.begun.size(), 1U);
  const auto since = bot().substr(greeting.size());
  EXPECT_NE(since.find("back"), std::string::npos) << since;
  EXPECT_EQ(count_of(bot(), config.interview.questions[0].text), 2U) << bot();
  EXPECT_FALSE(log.status.has_value());
}

TEST_F(InterviewSessionTest, R21AReplacedParticipantIsTheSameCandidateWhicheverOrderItIsToldIn) {
  begin();
  join("PA_1");
  listens();
  leave(LeaveReason::DuplicateIdentity);
  join("PA_2");
  listens();
  const auto before = bot();

  const auto old = *here;
  join("PA_3");  // the new one first
  session->on_participant_left(old, LeaveReason::DuplicateIdentity);
  listens();

  EXPECT_NE(bot().substr(before.size()).find("back"), std::string::npos);
  EXPECT_FALSE(log.status.has_value());
  EXPECT_EQ(log.begun.size(), 1U);
}

TEST_F(InterviewSessionTest, R21TheWelcomeWaitsUntilItCanBeHeard) {
  begin();
  join("PA_1");
  listens();
  leave();
  here = person("PA_2");
  session->on_participant_joined(*here);
  candidate->quiet(3s);
  EXPECT_EQ(agent_state(), "listening");
  session->on_our_audio_subscribed();

  EXPECT_TRUE(candidate->quiet_until(2s, [this] { return agent_state() == "speaking"; }));
}

TEST_F(InterviewSessionTest, R21WhoReloadsBeforeTheGreetingIsGreetedOnce) {
  begin();
  here = person("PA_1");
  session->on_participant_joined(*here);
  candidate->quiet(200ms);
  leave();
  candidate->quiet(8s);
  EXPECT_NE(agent_state(), "speaking");
  join("PA_2");
  listens();

  EXPECT_EQ(count_of(bot(), config.interview.questions[0].text), 1U) << bot();
}

TEST_F(InterviewSessionTest, R21AnAnswerBrokenOffByAReloadIsNotLost) {
  begin();
  join("PA_1");
  listens();
  candidate->say("the beginning of my answer");
  leave();
  candidate->quiet(5s);
  join("PA_2");
  listens();
  candidate->say("and its end");
  listens();

  ASSERT_FALSE(log.turns.empty());
  EXPECT_NE(log.turns[0].turn.user_transcript.find("the beginning of my answer and its end"), std::string::npos) << log.turns[0].turn.user_transcript;
}

TEST_F(InterviewSessionTest, GonePastTheGraceWindowWithoutAnAnswerItFailed) {
  begin();
  join("PA_1");
  listens();
  leave();
  candidate->quiet(89s);
  EXPECT_FALSE(log.status.has_value());
  candidate->quiet(5s);

  EXPECT_EQ(log.status, store::SessionStatus::Failed);
  EXPECT_EQ(log.reason, "candidate_gone");
  EXPECT_TRUE(over);
  EXPECT_TRUE(log.flushed);
}

TEST_F(InterviewSessionTest, GonePastTheGraceWindowAfterAnAnswerItIsCompleted) {
  config.voice.session.grace = 10s;
  begin();
  join("PA_1");
  listens();
  candidate->say("processes have their own memory and threads share the memory of one process");
  listens();
  leave();
  candidate->quiet(15s);

  EXPECT_EQ(log.status, store::SessionStatus::Completed);
  EXPECT_EQ(log.reason, "candidate_gone");
}

TEST_F(InterviewSessionTest, AnAnswerInTheMiddleOfWhichTheyLeftForGoodCounts) {
  config.voice.session.grace = 10s;
  begin();
  join("PA_1");
  listens();
  candidate->say("processes have their own memory and threads share the memory of one process");
  leave();
  candidate->quiet(15s);

  EXPECT_EQ(log.status, store::SessionStatus::Completed);
}

TEST_F(InterviewSessionTest, TheCandidatesEndEndsItAtOnce) {
  begin();
  join("PA_1");
  listens();
  press_end();
  candidate->quiet(300ms);
  EXPECT_EQ(log.status, store::SessionStatus::Failed);
  EXPECT_EQ(log.reason, "candidate_ended");
  EXPECT_TRUE(told_page_ended());
  candidate->quiet(2s);

  EXPECT_TRUE(over);
}

TEST_F(InterviewSessionTest, WhatWasBeingSaidWhenTheCandidateEndedItIsOnRecord) {
  begin();
  join("PA_1");
  listens();
  candidate->say("processes have their own memory");
  press_end();
  candidate->quiet(4s);

  EXPECT_EQ(log.reason, "candidate_ended");
  EXPECT_EQ(log.status, store::SessionStatus::Completed);
  EXPECT_NE(log.said_by(store::Speaker::Candidate).find("processes have their own memory"), std::string::npos);
  ASSERT_FALSE(log.turns.empty());
  EXPECT_NE(log.turns[0].turn.user_transcript.find("processes have their own memory"), std::string::npos);
}

TEST_F(InterviewSessionTest, SomebodyElsesEndIsNotTheCandidates) {
  begin();
  join("PA_1");
  listens();
  session->on_text({"observer", "codevoice.session", R"({"type":"end"})", {}});
  session->on_text({"human-candidate", "codevoice.session", "not json", {}});
  candidate->quiet(1s);

  EXPECT_FALSE(log.status.has_value());
}

TEST_F(InterviewSessionTest, ASecondPersonIsAnObserver) {
  config.voice.session.grace = 5s;
  begin();
  join("PA_1");
  listens();
  session->on_participant_joined(person("PA_9", "observer"));
  session->on_participant_left(person("PA_9", "observer"), LeaveReason::ClientInitiated);
  candidate->quiet(10s);

  EXPECT_FALSE(over);
  EXPECT_EQ(log.begun.size(), 1U);
}

TEST_F(InterviewSessionTest, ALostRoomEndsItWithTheReason) {
  begin();
  join("PA_1");
  listens();
  session->on_disconnected(LeaveReason::ServerShutdown, "");
  candidate->quiet(1s);

  EXPECT_TRUE(over);
  EXPECT_NE(log.reason.find("lost the room"), std::string::npos);
  EXPECT_FALSE(session->lost().empty());
}

TEST_F(InterviewSessionTest, WithoutWaitingItEndsWhenNobodyIsThere) {
  config.waits = false;
  begin();
  clock.advance(loop, 1s);

  EXPECT_TRUE(over);
  EXPECT_TRUE(log.begun.empty());
}

TEST_F(InterviewSessionTest, WhoseInterviewIsOverIsNotInterviewedAgain) {
  config.met_before = {"PA_1"};
  begin();
  session->on_participant_joined(person("PA_1"));
  clock.advance(loop, 5s);
  EXPECT_TRUE(log.begun.empty());
  join("PA_2");
  candidate->quiet(1s);

  EXPECT_EQ(log.begun.size(), 1U);
}

TEST_F(InterviewSessionTest, R28ItEndsInOvertimeWhateverHappens) {
  config.interview.length = std::chrono::minutes{1};
  config.voice.session.overtime = std::chrono::minutes{1};
  begin();
  join("PA_1");
  listens();
  candidate->quiet_until(180s, [this] { return log.status.has_value(); });

  EXPECT_TRUE(log.status.has_value());
}

TEST_F(InterviewSessionTest, R11AStageThatStallsIsToldToTheCandidateAndOnRecord) {
  config.voice.reply.chunk_limit = 9s;  // of the voice: longer than a stage may be without a sign of life
  begin();
  speech.tts.stalled = true;
  join("PA_1");
  candidate->quiet(7s);

  const auto told =
      std::any_of(link->texts.begin(), link->texts.end(), [](const auto& text) { return text.text.find("trouble") != std::string::npos; });
  EXPECT_TRUE(told);
  EXPECT_NE(log.said_by(store::Speaker::System).find("does not answer: tts"), std::string::npos);
  EXPECT_FALSE(log.status.has_value());
}

TEST_F(InterviewSessionTest, R22AStageThatHangsEndsItForThatReason) {
  config.voice.reply.chunk_limit = 9s;
  config.voice.session.hang = 8s;
  begin();
  speech.tts.stalled = true;
  join("PA_1");
  candidate->quiet(12s);

  EXPECT_EQ(log.reason, "the interviewer hung in tts");
  EXPECT_EQ(log.status, store::SessionStatus::Failed);
}

TEST_F(InterviewSessionTest, AVoiceThatCannotStartIsTheReason) {
  speech.stt.refusing = true;
  begin();
  join("PA_1");
  clock.advance(loop, 5s);

  EXPECT_TRUE(over);
  EXPECT_EQ(log.status, store::SessionStatus::Failed);
  EXPECT_NE(log.reason.find("no model"), std::string::npos) << log.reason;
}

}  // namespace
}  // namespace codevoice::session
