// One interview in one room on virtual time: a fake link, fake engines, the real voice path and built-in interviewer.
// Thread: the test's.
#pragma once

#include <gtest/gtest.h>

#include "interview/bank.hpp"
#include "session/interview_session.hpp"
#include "support/fake_room_link.hpp"
#include "support/fake_speech.hpp"
#include "support/run_awaitable.hpp"

namespace codevoice::session {

using namespace std::chrono_literals;
using room::LeaveReason;

/// Keeps what is written down.
class NotingLog final : public InterviewLog {
 public:
  Awaitable<Result<std::optional<store::SessionDetail>>> take_up(std::string room, std::string identity) override {
    asked_for = room + "/" + identity;
    if (before_take_up) co_await before_take_up();
    co_return std::exchange(left, std::nullopt);
  }
  void started(const store::SessionRecord& session) override { begun.push_back(session); }
  void utterance(const store::Utterance& line) override { lines[line.position] = line; }
  void turn(const store::TurnRow& row) override { turns[row.position] = row; }
  void figures(std::vector<store::Figure> measured) override {
    for (auto& [name, value] : measured) newest_figures[name] = value;
  }
  void standing(std::string snapshot, std::string unfinished_answer, std::chrono::milliseconds elapsed) override {
    newest = {std::move(snapshot), std::move(unfinished_answer), elapsed.count(), 0};
  }
  void alive(std::chrono::milliseconds elapsed) override {
    newest.elapsed_ms = elapsed.count();
    ++signs_of_life;
  }
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
  std::map<std::string, double> newest_figures;
  store::Standing newest;
  int signs_of_life = 0;
  std::optional<store::SessionDetail> left;  // what a killed process left, to be taken up
  std::string asked_for;
  std::function<Awaitable<void>()> before_take_up;
  std::optional<store::SessionStatus> status;
  std::string reason;
  bool flushed = false;
};

inline room::Participant person(std::string sid, std::string identity = "human-candidate") {
  return {std::move(sid), std::move(identity), "", "", {}, room::ParticipantKind::Standard};
}

inline std::size_t count_of(const std::string& text, const std::string& what) {
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
  void begin() { begin_with(log); }
  void begin_with(InterviewLog& record) {
    session = std::make_unique<InterviewSession>(loop.get_executor(), clock, config, speech.engines(), record);
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

}  // namespace codevoice::session
