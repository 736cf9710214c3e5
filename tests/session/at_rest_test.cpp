// The state table against the machines that run by it (R8). Walks with everything a candidate and the engines may do reach combinations of
// the states of turn, reply, playout and session; from each of them a copy of the process goes on with nothing more coming in, and must come
// to rest, no state lasting longer than its deadline and no deadline leading elsewhere than the table says.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <map>
#include <random>
#include <set>

#include "session/interview_rig.hpp"
#include "support/fake_chat.hpp"
#include "voice/state_table.hpp"

namespace codevoice::session {
namespace {

using voice::PlayoutPhase;
using voice::SessionState;

constexpr auto kLook = 20ms;
constexpr auto kSlack = 400ms;  // the slowest watch looks every 250 ms

using Combination = std::map<std::string, std::string>;  // machine → state

std::string text_of(const Combination& states) {
  std::string text;
  for (const auto& [machine, state] : states) text += machine + "=" + state + " ";
  return text;
}

class Walk : public InterviewSessionTest {
 public:
  explicit Walk(std::uint64_t seed) : random_(seed) {
    InterviewSessionTest::SetUp();
    config.voice.turn.longest = 12s;
    config.voice.reply.speaking_limit = 25s;
    config.voice.reply.first_sample_limit = 6s;
    config.voice.session.grace = 15s;
    config.voice.session.overtime = std::chrono::minutes{1};
    config.interview.length = std::chrono::minutes{1};
    speech.tts.per_character = 20ms;
    begin();
    if (seed % 2 == 1) restart_with_model();
  }
  ~Walk() override {
    session->stop("the walk is over");
    clock.advance(loop, 30s);
  }
  void TestBody() override {}

  /// Calls `at` after each step with the states that are met for the first time by any walk.
  void go(int steps, std::set<std::string>& met, const std::function<void(const Combination&)>& at) {
    if (random_() % 8 != 0) come();
    for (int step = 0; step < steps && !over; ++step) {
      if (step > 0) act();
      const auto states = look();
      if (!over && met.insert(text_of(states)).second) at(states);
    }
  }
  /// Nothing more comes in. Words of what went wrong; empty when it came to rest.
  std::string rest() {
    too_long_.clear();
    Duration allowed = 10s;  // all deadlines of the session, and those of the voice once more while it parts
    for (const auto& rule : voice::state_table()) {
      if (rule.deadline != nullptr) allowed += rule.deadline(config.voice);
    }
    for (Duration waited{}; waited < allowed && !over; waited += kLook) {
      clock.advance(loop, kLook);
      look();
      if (!too_long_.empty()) return too_long_;
    }
    if (!here && log.begun.empty()) return session->state().is(SessionState::Waiting) ? "" : "nobody came, and it does not wait";
    if (!over) return "no rest after " + std::to_string(allowed / 1s) + " s: " + text_of(look());
    if (!log.status || log.reason.empty()) return "it ended without a reason";
    const auto last = look();
    for (const auto& [machine, state] : last) {
      if (voice::rule_of(machine, state).deadline != nullptr) return "it ended in " + text_of(last);
    }
    return "";
  }

 private:
  void restart_with_model() {
    session->stop("another");
    clock.advance(loop, 5s);
    session.reset();
    over = false;
    session = std::make_unique<InterviewSession>(loop.get_executor(), clock, config, engines(), log);
    candidate = std::make_unique<test::FakeCandidate>(loop, clock, speech.stt, session->zero(),
                                                      [this](const std::vector<std::int16_t>& pcm, MediaTime at) { push(pcm, at); });
    auto made = std::make_unique<test::FakeRoomLink>();
    link = made.get();
    link->heard = false;
    asio::co_spawn(loop, session->run(std::move(made)), [this](std::exception_ptr) { over = true; });
    test::FakeClock::settle(loop);
  }
  voice::VoiceEngines engines() {
    auto all = speech.engines();
    all.llm = &chat;
    return all;
  }

  Combination look() {
    Combination states;
    add(states, session->state(), true);
    if (const auto* of = session->voice()) {
      const auto [turn, reply, playout] = of->states();
      const bool is_closed = session->state().is(SessionState::Over);
      add(states, turn, !is_closed);
      add(states, reply, !is_closed);
      // a reply that waits is held up by a turn that is open, and has the turn's deadlines then
      add(states, playout, !is_closed && !(playout.is(PlayoutPhase::Holding) && of->turn_open()));
    }
    return states;
  }
  template <class State>
  void add(Combination& states, const voice::WatchedState<State>& machine, bool runs) {
    const auto state = name_of(machine.get());
    states[std::string(machine_of(machine.get()))] = state;
    if (runs && clock.now() > machine.due() && clock.now() - machine.due() > kSlack) {
      too_long_ = std::string(machine_of(machine.get())) + "." + std::string(state) + " outlasted its deadline";
    }
  }
  void act() {
    switch (random_() % 26) {
      case 0:
      case 1: candidate->say("processes have their own memory"); break;
      case 2: candidate->say("yeah"); break;
      case 3: candidate->say("wait stop"); break;
      case 4: candidate->noise(300ms); break;
      case 5: candidate->noise(1200ms); break;
      case 6: clock.advance(loop, 600ms); break;  // no packets
      case 7: clock.advance(loop, 1500ms); break;
      case 8:
        if (here) session->on_audio_muted(*here, muted_ = !muted_);
        break;
      case 9: toggle(speech.stt.stalled); break;
      case 10: toggle(speech.tts.stalled); break;
      case 11: toggle(speech.tts.failing); break;
      case 12: toggle(speech.turn.stalled); break;
      case 13: toggle(speech.vad.failing); break;
      case 14: chat.first = random_() % 2 == 0 ? 0ms : 10'000ms; break;
      case 15: speech.tts.cost = random_() % 3 == 0 ? 3s : 100ms; break;
      case 16:
        if (here && random_() % 3 == 0) leave();
        break;
      case 17:
      case 18:
        if (!here) come();
        break;
      case 19:
        if (random_() % 12 == 0) press_end();
        break;
      case 20: candidate->quiet(3s); break;
      default: candidate->quiet(std::chrono::milliseconds(20 * (1 + random_() % 40))); break;
    }
  }
  /// It is stalled, or fails, for a part of the time only.
  void toggle(bool& fault) { fault = !fault && random_() % 3 == 0; }
  void come() {
    here = person("PA_" + std::to_string(++comings_));
    session->on_participant_joined(*here);
    if (random_() % 2 == 0) session->on_our_audio_subscribed();
  }

  test::FakeChat chat{clock};
  std::mt19937_64 random_;
  std::string too_long_;
  int comings_ = 0;
  bool muted_ = false;
};

/// In a copy of the process; what went wrong there comes back.
std::string rest_in_a_copy(Walk& walk) {
  std::array<int, 2> way{};
  if (pipe(way.data()) != 0) return "no pipe";
  const auto child = fork();
  if (child == 0) {
    const auto wrong = walk.rest();
    const auto written = write(way[1], wrong.data(), wrong.size());
    _exit(written == static_cast<ssize_t>(wrong.size()) ? 0 : 1);
  }
  close(way[1]);
  std::string wrong;
  std::array<char, 256> part{};
  for (ssize_t got = 0; (got = read(way[0], part.data(), part.size())) > 0;) wrong.append(part.data(), static_cast<std::size_t>(got));
  close(way[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (status != 0) return "the copy died with " + std::to_string(status) + " " + wrong;
  return wrong;
}

TEST(AtRest, R8FromEveryCombinationOfStatesItComesToRestByTheTablesDeadlines) {
  std::set<std::string> met;
  std::set<std::string> rows;
  testing::internal::CaptureStderr();
  std::vector<std::string> wrong;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    Walk walk(seed);
    walk.go(60, met, [&](const Combination& states) {
      for (const auto& [machine, state] : states) rows.insert(machine + "." + state);
      if (auto what = rest_in_a_copy(walk); !what.empty()) wrong.push_back(text_of(states) + "(walk " + std::to_string(seed) + "): " + what);
    });
  }
  const auto logged = testing::internal::GetCapturedStderr();
  for (const auto& what : wrong) ADD_FAILURE() << what;

  EXPECT_EQ(logged.find("state.astray"), std::string::npos) << logged.substr(logged.find("state.astray"), 200);
  EXPECT_NE(logged.find("state.overdue"), std::string::npos);  // deadlines were what ended states
  for (const auto& rule : voice::state_table()) {
    const auto row = std::string(rule.machine) + "." + std::string(rule.state);
    const bool is_met = row == "session.over" || rows.contains(row);  // after the end nothing is left to go on from
    EXPECT_TRUE(is_met) << row << " was never met";
  }
  EXPECT_GE(met.size(), 40U);
  RecordProperty("combinations", static_cast<int>(met.size()));
}

}  // namespace
}  // namespace codevoice::session
