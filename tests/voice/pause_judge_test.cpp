#include "voice/pause_judge.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <vector>

#include "support/fake_turn.hpp"
#include "voice/fused_stop.hpp"
#include "voice/impression.hpp"

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;

/// The model and the words decide, each alone able to.
TurnWeights even_weights() {
  TurnWeights weights;
  weights.model_newest = 0.5F;
  weights.sure = 1.5F;
  weights.undecided = 1.0F;
  weights.soon_ms = 400.0F;
  return weights;
}

class PauseJudgeTest : public ::testing::Test {
 protected:
  void SetUp() override {
    pipeline::StageContext context;
    context.tasks = &tasks;
    context.clock = &clock;
    judge.start(context, [this](PauseVerdict verdict) { stopped = std::move(verdict); });
    for (int i = 0; i < 500; ++i) recent.push(std::vector<std::int16_t>(320, 1), i * 20ms, true);
  }
  void begin(Duration patience = 2s) { judge.begin({1, 10s, patience, 3s, {}}, "Threads share the memory of their process."); }
  void silence_until(Duration length) {
    for (; silence <= length; silence += 20ms) {
      judge.tick(10s + silence);
      clock.advance(loop, 20ms);
    }
  }
  asio::io_context loop;
  test::FakeClock clock;
  TaskGroup tasks{loop.get_executor(), "test"};
  test::FakeTurn model{clock};
  FusedStop strategy{0.5F, even_weights()};
  RecentAudio recent;
  PauseJudge judge{model, strategy, recent, TurnConfig{}};
  std::optional<PauseVerdict> stopped;
  Duration silence{};
};

TEST_F(PauseJudgeTest, AsksAfter200MsWithTheLast8SecondsAndStopsWhenTheSilenceIsLongEnough) {
  model.answers = {0.98F};
  begin();
  silence_until(180ms);
  EXPECT_EQ(model.asked, 0);

  silence_until(260ms);
  EXPECT_EQ(model.lengths, (std::vector<std::size_t>{128'000}));
  EXPECT_FALSE(stopped.has_value());
  silence_until(560ms);

  ASSERT_TRUE(stopped.has_value());
  EXPECT_EQ(stopped->reason, "fused");
  EXPECT_FLOAT_EQ(stopped->probability, 0.98F);
}

TEST_F(PauseJudgeTest, WordsThatArriveInThePauseCount) {
  model.answers = {0.98F};
  begin();
  silence_until(300ms);

  judge.set_text("Threads share the memory because.");
  silence_until(1600ms);

  EXPECT_FALSE(stopped.has_value());
}

TEST_F(PauseJudgeTest, AsksAgainAsTheSilenceGrows) {
  model.answers = {0.01F, 0.01F, 0.98F};
  begin();

  silence_until(1300ms);

  EXPECT_EQ(model.asked, 3);
  ASSERT_TRUE(stopped.has_value());
  EXPECT_EQ(stopped->reason, "fused");
}

TEST_F(PauseJudgeTest, SilenceIsTheFallback) {
  model.answers = {0.01F};
  begin();

  silence_until(2980ms);
  EXPECT_FALSE(stopped.has_value());
  silence_until(3s);

  ASSERT_TRUE(stopped.has_value());
  EXPECT_EQ(stopped->reason, "silence");
}

/// Notes what it is shown, and never stops a turn.
class Listening final : public TurnStopStrategy {
 public:
  StopDecision judge(const PauseView& pause) const override {
    views.push_back(pause);
    return {};
  }
  mutable std::vector<PauseView> views;
};

TEST_F(PauseJudgeTest, ThePitchBeforeThePauseAndTheFirstAnswerAreShownToTheStrategy) {
  RecentAudio hummed;
  for (int i = 0; i < 200; ++i) {
    std::vector<std::int16_t> pcm(320);
    for (std::size_t k = 0; k < pcm.size(); ++k) pcm[k] = (i * 320 + static_cast<int>(k)) % 128 < 64 ? 3000 : -3000;  // 125 Hz
    hummed.push(pcm, i * 20ms, true);
  }
  const Listening strategy_seen;
  PauseJudge listening(model, strategy_seen, hummed, TurnConfig{});
  pipeline::StageContext context;
  context.tasks = &tasks;
  context.clock = &clock;
  listening.start(context, [](PauseVerdict) {});
  model.answers = {0.3F, 0.9F};

  listening.begin({1, 3800ms, 2s, 3s, {}}, "It is so.");
  for (Duration quiet = 200ms; quiet <= 800ms; quiet += 20ms) {
    listening.tick(3800ms + quiet);
    clock.advance(loop, 20ms);
  }

  const auto& last = strategy_seen.views.back();
  ASSERT_TRUE(last.voice.has_value());
  EXPECT_NEAR(last.voice->end, 0.0F, 0.5F);
  EXPECT_FLOAT_EQ(last.first_probability.value_or(0), 0.3F);
  EXPECT_FLOAT_EQ(last.probability.value_or(0), 0.9F);
}

TEST_F(PauseJudgeTest, WhatTheModelMadeOfTheAudioIsWeighedForTheStrategy) {
  const Listening strategy_seen;
  PauseJudge listening(model, strategy_seen, recent, TurnConfig{});
  pipeline::StageContext context;
  context.tasks = &tasks;
  context.clock = &clock;
  listening.start(context, [](PauseVerdict) {});
  const auto& weights = impression_weights();
  model.impression = std::vector<float>(weights.weights.size());

  listening.begin({1, 10s, 2s, 3s, {}}, "It is so.");
  for (Duration quiet = 200ms; quiet <= 800ms; quiet += 20ms) {
    if (quiet == 400ms) model.impression[0] = 1.0F;
    listening.tick(10s + quiet);
    clock.advance(loop, 20ms);
  }

  const auto& last = strategy_seen.views.back();
  EXPECT_FALSE(strategy_seen.views.front().impression.has_value());
  EXPECT_FLOAT_EQ(last.first_impression.value_or(0), weights.base);
  EXPECT_FLOAT_EQ(last.impression.value_or(0), weights.base + weights.weights[0]);
}

// R1
TEST_F(PauseJudgeTest, R1EachAnswerAndTheEndAreShownWithTheirParts) {
  std::vector<std::pair<PauseView, StopDecision>> judged;
  pipeline::StageContext context;
  context.tasks = &tasks;
  context.clock = &clock;
  judge.start(
      context, [this](PauseVerdict verdict) { stopped = std::move(verdict); },
      [&](const PauseView& view, const StopDecision& decision) {
        EXPECT_FALSE(stopped.has_value());
        judged.emplace_back(view, decision);
      });
  model.answers = {0.3F, 0.98F};
  begin();
  silence_until(2s);

  ASSERT_EQ(judged.size(), 2U);
  EXPECT_FLOAT_EQ(judged[0].first.probability.value_or(0), 0.3F);
  EXPECT_FALSE(judged[0].second.stop);
  EXPECT_FLOAT_EQ(judged[1].first.first_probability.value_or(0), 0.3F);
  EXPECT_FLOAT_EQ(judged[1].first.probability.value_or(0), 0.98F);
  EXPECT_TRUE(judged[1].second.stop);
  ASSERT_TRUE(judged[1].second.logits.has_value());
  EXPECT_FLOAT_EQ(judged[1].second.logits->words, judged[1].first.words.value_or(0));
  EXPECT_TRUE(stopped.has_value());
}

TEST_F(PauseJudgeTest, NoTurnEndsWhileSpeechPerhapsBeginsAgain) {
  model.answers = {0.98F};
  begin();
  silence_until(300ms);

  for (; silence < 500ms; silence += 20ms) {
    judge.tick(10s + silence, true);
    clock.advance(loop, 20ms);
  }
  EXPECT_FALSE(stopped.has_value());
  silence_until(520ms);

  EXPECT_TRUE(stopped.has_value());
}

TEST_F(PauseJudgeTest, AnAnswerThatComesAfterTheCandidateWentOnMeansNothing) {
  begin();
  silence_until(200ms);

  judge.end();
  clock.advance(loop, 1s);

  EXPECT_EQ(model.asked, 1);
  EXPECT_FALSE(stopped.has_value());
}

// R8
TEST_F(PauseJudgeTest, R8AStalledModelLeavesTheDecisionToTheWords) {
  model.stalled = true;
  begin();

  silence_until(2s);

  ASSERT_TRUE(stopped.has_value());
  EXPECT_EQ(stopped->reason, "fused");
}

TEST_F(PauseJudgeTest, R8AFailingModelLeavesTheDecisionToTheWords) {
  model.failing = true;
  begin();

  silence_until(2s);

  ASSERT_TRUE(stopped.has_value());
  EXPECT_EQ(stopped->reason, "fused");
}

}  // namespace
}  // namespace codevoice::voice
