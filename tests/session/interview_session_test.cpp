// One interview in one room on virtual time: a fake link, fake engines, the real voice path and built-in interviewer.
#include "session/interview_session.hpp"

#include <gtest/gtest.h>

#include "interview/bank.hpp"
#include "support/fake_room_link.hpp"
#include "support/fake_speech.hpp"
#include "support/run_awaitable.hpp"

namespace codevoice::session {
namespace {

using namespace std::chrono_literals;
using room::LeaveReason;

/// Keeps what is written down.
class NotingLog final : public InterviewLog {
 public:
  void started(const store::SessionRecord& session) override { begun.push_back(session); }
  void utterance(const store::Utterance& line) override { lines[line.position] = line; }
  void turn(const store::TurnRow& row) override { turns[row.position] = row; }
  void snapshot(std::string json) override { newest_snapshot = std::move(json); }
  void ended(store::SessionStatus its_status, std::string its_reason, std::int64_t) override {
    status = its_status;
    reason = std::move(its_reason);
  }
  Awaitable<void> flush() override {
    flushed = true;
    co_return;
  }
  std::string said_by(store::Speaker speaker) const {
    std::string all;
    for (const auto& [position, line] : lines) {
      if (line.speaker == speaker) all += line.text + "\n";
    }
    return all;
  }

  std::vector<store::SessionRecord> begun;
  std::map<int, store::Utterance> lines;
  std::map<int, store::TurnRow> turns;
  std::string newest_snapshot;
  std::optional<store::SessionStatus> status;
  std::string reason;
  bool flushed = false;
};

room::Participant person(std::string sid, std::string identity = "human-candidate") {
  return {std::move(sid), std::move(identity), "", "", {}, room::ParticipantKind::Standard};
}

std::size_t count_of(const std::string& text, const std::string& what) {
  std::size_t count = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++count;
  return count;
}

class InterviewSessionTest : public ::testing::Test {
 protected:
  void SetUp() override {
    config.id = "11111111-2222-4333-8444-555555555555";
    config.interview.questions = {interview::test::whole_bank()[0], interview::test::whole_bank()[1]};
    config.plan = "{}";
    speech.tts.per_character = 15ms;
  }
  void TearDown() override {
    if (session && !over) {
      session->stop("test is over");
      clock.advance(loop, 5s);
    }
    EXPECT_TRUE(!session || over);
  }
  void begin() {
    session = std::make_unique<InterviewSession>(loop.get_executor(), clock, config, speech.engines(), log);
    candidate = std::make_unique<test::FakeCandidate>(loop, clock, speech.stt, session->zero(),
                                                      [this](const std::vector<std::int16_t>& pcm, MediaTime at) { push(pcm, at); });
    auto made = std::make_unique<test::FakeRoomLink>();
    link = made.get();
    link->heard = false;
    asio::co_spawn(loop, session->run(std::move(made)), [this](std::exception_ptr error) {
      EXPECT_FALSE(error);
      over = true;
    });
    test::FakeClock::settle(loop);
  }
  void push(const std::vector<std::int16_t>& pcm, MediaTime at) {
    if (!here) return;
    room::RemoteAudioFrame frame;
    frame.pcm = pcm;
    frame.captured = at;
    session->on_audio(*here, frame);
  }
  /// In the room, and our audio reaches them.
  void join(std::string sid) {
    here = person(std::move(sid));
    session->on_participant_joined(*here);
    candidate->quiet(300ms);
    session->on_our_audio_subscribed();
  }
  void leave(LeaveReason why = LeaveReason::ClientInitiated) {
    const auto who = *here;
    here.reset();
    session->on_participant_left(who, why);
  }
  std::string agent_state() const { return link->self().attributes.at("lk.agent.state"); }
  std::string bot() const { return log.said_by(store::Speaker::Interviewer); }
  /// The interviewer has spoken and listens.
  void listens() {
    ASSERT_TRUE(candidate->quiet_until(60s, [this] { return agent_state() == "speaking"; })) << bot();
    ASSERT_TRUE(candidate->quiet_until(120s, [this] { return agent_state() == "listening"; })) << bot();
  }
  void press_end() { session->on_text({"human-candidate", "codevoice.session", R"({"type":"end"})", {}}); }
  bool told_page_ended() const {
    return std::any_of(link->texts.begin(), link->texts.end(), [](const auto& text) { return text.text.find("\"ended\"") != std::string::npos; });
  }

  asio::io_context loop;
  test::FakeClock clock;
  test::FakeSpeech speech{clock};
  InterviewSessionConfig config;
  NotingLog log;
  test::FakeRoomLink* link = nullptr;
  std::unique_ptr<InterviewSession> session;
  std::unique_ptr<test::FakeCandidate> candidate;
  std::optional<room::Participant> here;
  bool over = false;
};

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
  EXPECT_FALSE(log.newest_snapshot.empty());
}

TEST_F(InterviewSessionTest, R19SaysNothingBeforeTheCandidateCanHearIt) {
  begin();
  here = person("PA_1");
  session->on_participant_joined(*here);
  candidate->quiet(3s);
  EXPECT_NE(agent_state(), "speaking");
  session->on_our_audio_subscribed();

  EXPECT_TRUE(candidate->quiet_until(2s, [this] { return agent_state() == "speaking"; }));
}

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
  config.grace = 10s;
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
  config.grace = 10s;
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
  config.grace = 5s;
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
  config.overtime = std::chrono::minutes{1};
  begin();
  join("PA_1");
  listens();
  candidate->quiet_until(180s, [this] { return log.status.has_value(); });

  EXPECT_TRUE(log.status.has_value());
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
