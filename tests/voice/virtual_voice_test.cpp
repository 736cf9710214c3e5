#include "voice/virtual_voice.hpp"

#include <gtest/gtest.h>

#include "support/fake_interviewer.hpp"
#include "support/fake_sink.hpp"
#include "support/fake_speech.hpp"

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;

class VirtualVoiceTest : public ::testing::Test {
 protected:
  VirtualVoiceTest() { speech.turn.cost = speech.stt.cost = speech.tts.cost = {}; }
  VirtualVoiceParts parts() { return {speech.engines(), nullptr, clock, sink}; }

  test::FakeClock clock;
  test::FakeSpeech speech{clock};
  test::FakeSink sink{clock};
  WorkerPool pool{{.name = "test"}};
  std::shared_ptr<test::FakeInterviewer::Script> script = std::make_shared<test::FakeInterviewer::Script>();
};

TEST_F(VirtualVoiceTest, AnInterviewRunsAsFastAsItsEnginesWork) {
  VirtualVoice voice(parts(), {}, test::interview_of(script));
  ASSERT_TRUE(voice.start().has_value());
  voice.rest(3s);
  speech.stt.script = {{voice.now() + 100ms, "yes"}};
  for (int i = 0; i < 50; ++i) voice.hear(std::vector<std::int16_t>(kFrameSamples, 9'000));
  voice.rest(3s);

  EXPECT_EQ(voice.now(), 7s);
  EXPECT_EQ(script->answers, std::vector<std::string>{"yes"});
  EXPECT_GT(sink.loud(), 0U);
}

TEST_F(VirtualVoiceTest, ThePoolIsNotWokenWhileNothingIsAskedOfIt) {
  auto with_pool = parts();
  with_pool.pool = &pool;
  VirtualVoice voice(with_pool, {}, test::interview_of(script));
  ASSERT_TRUE(voice.start().has_value());
  voice.rest(3s);

  EXPECT_EQ(pool.jobs(), 0U);
}

TEST_F(VirtualVoiceTest, WhatIsOnThePoolIsThereBeforeTimeGoesOn) {
  /// Answers from the pool, after real time has passed.
  struct SlowTurn final : speech::TurnModel {
    explicit SlowTurn(WorkerPool& to) : pool(to) {}
    Awaitable<Result<speech::TurnVerdict>> analyze(std::vector<std::int16_t>) override {
      std::function<Result<speech::TurnVerdict>()> job = [this]() -> Result<speech::TurnVerdict> {
        for (std::uint64_t i = 0; i < 200'000; ++i) spun = spun + i;
        return speech::TurnVerdict{0.99F, {}, {}};
      };
      co_return co_await pool.run<speech::TurnVerdict>(Priority::Turn, std::move(job));
    }
    WorkerPool& pool;
    volatile std::uint64_t spun = 0;
  } turn(pool);
  struct Watcher final : TurnWatcher {
    void on_judged(const TurnPause&, const PauseView& view, const StopDecision&, const std::string&) override { silences.push_back(view.silence); }
    void on_gone_on(const TurnPause&, MediaTime) override {}
    std::vector<Duration> silences;
  };
  std::vector<std::vector<Duration>> runs;
  for (int i = 0; i < 2; ++i) {
    Watcher watcher;
    speech.stt.script.clear();
    VirtualVoice voice({{speech.vad, turn, speech.stt, speech.tts}, &pool, clock, sink}, {}, test::interview_of(script));
    voice.pipeline().watch_turns(watcher);
    ASSERT_TRUE(voice.start().has_value());
    voice.rest(1500ms);
    for (int frame = 0; frame < 50; ++frame) voice.hear(std::vector<std::int16_t>(kFrameSamples, 9'000));
    voice.rest(800ms);
    runs.push_back(watcher.silences);
  }

  EXPECT_FALSE(runs[0].empty());
  EXPECT_EQ(runs[0], runs[1]);
  EXPECT_LT(runs[0].front(), 260ms);  // the first answer belongs to the moment it was asked at
}

TEST_F(VirtualVoiceTest, AStageThatDoesNotStartIsTold) {
  speech.stt.refusing = true;
  VirtualVoice voice(parts(), {}, test::interview_of(script));

  EXPECT_FALSE(voice.start().has_value());
}

}  // namespace
}  // namespace codevoice::voice
