#include "cli/replay.hpp"

#include <gtest/gtest.h>

#include "support/fake_speech.hpp"

namespace codevoice::cli {
namespace {

using namespace std::chrono_literals;

class ReplayTest : public ::testing::Test {
 protected:
  ReplayTest() { speech.turn.cost = speech.stt.cost = {}; }

  void quiet(Duration length) { heard.resize(heard.size() + audio::samples_in(length, audio::kSpeechRateHz)); }
  void say(const std::string& words, Duration length) {
    speech.stt.script.push_back({audio::duration_of(heard.size(), audio::kSpeechRateHz) + 100ms, words});
    heard.resize(heard.size() + audio::samples_in(length, audio::kSpeechRateHz), 9'000);
  }
  void replay() {
    events.clear();
    const auto played =
        replay_audio({speech.vad, speech.turn, speech.stt}, setup, heard, [this](const ReplayEvent& event) { events.push_back(event); });
    ASSERT_TRUE(played) << played.error().message;
    summary = *played;
  }
  template <class E>
  std::vector<E> all() const {
    std::vector<E> found;
    for (const auto& event : events) {
      if (const auto* one = std::get_if<E>(&event)) found.push_back(*one);
    }
    return found;
  }
  test::FakeClock unused;  // engines that take no time never wait on it
  test::FakeSpeech speech{unused};
  ReplaySetup setup;
  audio::Pcm heard;
  std::vector<ReplayEvent> events;
  ReplaySummary summary;
};

TEST_F(ReplayTest, APauseThatIsGoneOnAfterAndTheEndAreToldWithTheirParts) {
  speech.turn.answers = {0.001F};
  setup.patience = 2300ms;
  quiet(500ms);
  say("a process has its own memory and the", 2s);
  quiet(900ms);
  say("threads share it.", 2s);
  replay();

  EXPECT_EQ(summary.turns, 1);
  EXPECT_EQ(summary.pauses, 2);
  EXPECT_EQ(summary.gone_on, 1);
  EXPECT_FALSE(summary.left_open);
  const auto judged = all<ReplayJudgement>();
  ASSERT_GE(judged.size(), 3U);
  EXPECT_FALSE(judged.front().decision.stop);
  EXPECT_EQ(judged.front().text, "a process has its own memory and the");
  EXPECT_EQ(judged.front().view.patience, 2300ms);
  EXPECT_FLOAT_EQ(judged.front().view.probability.value_or(0), 0.001F);
  EXPECT_TRUE(judged.front().decision.logits.has_value());
  EXPECT_FALSE(judged.front().after_end);
  EXPECT_TRUE(judged.back().decision.stop);
  EXPECT_TRUE(judged.back().after_end);
  const auto gone = all<ReplayGoneOn>();
  ASSERT_EQ(gone.size(), 1U);
  EXPECT_NEAR(static_cast<double>((gone[0].at - gone[0].pause.speech_end) / 1ms), 900.0, 40.0);
  const auto turns = all<ReplayTurn>();
  ASSERT_EQ(turns.size(), 1U);
  EXPECT_EQ(turns[0].text, "a process has its own memory and the threads share it.");
  EXPECT_EQ(turns[0].ended, judged.back().pause.speech_end + judged.back().view.silence);
}

TEST_F(ReplayTest, ATurnThatWasCutOffShowsAsTwo) {
  speech.turn.answers = {0.999F};
  setup.voice.turn.strategy = voice::StopStrategy::SmartTurn;
  quiet(300ms);
  say("first part", 1s);
  quiet(600ms);
  say("second part", 1s);
  quiet(2s);
  replay();

  EXPECT_EQ(summary.turns, 2);
  EXPECT_EQ(summary.soon_after, 1);
  EXPECT_EQ(summary.gone_on, 0);
}

TEST_F(ReplayTest, NoiseIsNoTurn) {
  quiet(300ms);
  heard.resize(heard.size() + 8'000, 9'000);
  quiet(1s);
  replay();

  EXPECT_EQ(summary.turns, 0);
  const auto turns = all<ReplayTurn>();
  ASSERT_EQ(turns.size(), 1U);
  EXPECT_FALSE(turns[0].reply_owed);
}

TEST_F(ReplayTest, TheSameAudioGivesTheSameJudgements) {
  speech.turn.answers = {0.4F};
  quiet(300ms);
  say("it is a hash table", 2s);
  quiet(2s);
  const auto lines = [this] {
    std::vector<std::pair<Duration, Duration>> all_of;
    for (const auto& judged : all<ReplayJudgement>()) all_of.emplace_back(judged.view.silence, judged.decision.after);
    return all_of;
  };
  replay();
  const auto once = lines();
  replay();

  EXPECT_FALSE(once.empty());
  EXPECT_EQ(once, lines());
}

TEST_F(ReplayTest, SilenceHasNoTurns) {
  quiet(3s);
  replay();

  EXPECT_TRUE(events.empty());
  EXPECT_EQ(summary.length, 3s);
}

}  // namespace
}  // namespace codevoice::cli
