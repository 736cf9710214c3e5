#include "voice/fused_stop.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "voice/sentence_end.hpp"

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;

constexpr auto kFinished = "Threads share the memory of their process, and processes have their own.";
constexpr auto kGoesOn = "Threads share memory because.";
constexpr Prosody kDown{-4.0F, 0.0F, -12.0F, -8.0F, -5.0F, 0.0F, -1.0F, 6.0F}, kUp{2.0F, 0.9F, 2.0F, 3.0F, -1.0F, 3.0F, 1.0F, 6.0F};

/// Weights of round numbers, so that what is tested is the judgement and not the last fit.
TurnWeights round_weights() {
  TurnWeights weights;
  weights.end = -0.25F;
  weights.model_first = weights.model_newest = 0.25F;
  weights.model_sure_not = -0.5F;
  weights.impression = 0.25F;
  weights.impression_first = 0.5F;
  weights.impression_newest = 1.0F;
  weights.sure = 2.0F;
  weights.undecided = 1.0F;
  weights.goes_on = -1.0F;
  weights.soon_ms = 600.0F;
  return weights;
}
const FusedStop kEven(0.5F, round_weights());

PauseView pause(std::optional<float> probability, std::optional<float> words, Duration silence = {}) {
  PauseView view;
  view.probability = probability;
  view.words = words;
  view.silence = silence;
  view.patience = 2s;
  view.spoken = 3s;
  return view;
}

Duration after(const FusedStop& strategy, const PauseView& view) { return strategy.judge(view).after; }
Duration in_ms(Duration length) { return length / 1ms * 1ms; }

TEST(FusedStop, ItSaysWhatEachSignAdds) {
  auto view = pause(0.9F, 1.5F, 300ms);
  view.voice = kDown;
  const auto even = kEven.judge(view), eager = FusedStop(0.7F, round_weights()).judge(view);

  ASSERT_TRUE(even.logits.has_value());
  EXPECT_FLOAT_EQ(even.logits->words, 1.5F);
  EXPECT_NEAR(even.logits->model, 0.5F * std::log(9.0F), 1e-4F);
  EXPECT_FLOAT_EQ(even.logits->voice, 1.0F);
  EXPECT_FLOAT_EQ(even.logits->base, 0.0F);
  EXPECT_NEAR(even.sure, 1.0F / (1.0F + std::exp(-even.logits->sum())), 1e-5F);
  EXPECT_NEAR(eager.logits->base, 1.2F, 1e-4F);
  EXPECT_FALSE(kEven.judge(pause(std::nullopt, std::nullopt)).logits.has_value());
}

TEST(FusedStop, WhatIsSurelyOverEndsSoonAndNotBefore) {
  EXPECT_FALSE(kEven.judge(pause(0.5F, 2.5F, 580ms)).stop);
  const auto decision = kEven.judge(pause(0.5F, 2.5F, 620ms));

  EXPECT_TRUE(decision.stop);
  EXPECT_EQ(decision.reason, "fused");
  EXPECT_GT(decision.sure, 0.9F);
}

TEST(FusedStop, ABeginningWaitsHoweverItSounds) {
  auto beginning = pause(0.99F, 0.5F);
  beginning.voice = kDown;
  auto later = beginning;
  beginning.spoken = 800ms;
  auto plain = beginning;
  plain.words = 2.5F;

  EXPECT_LT(after(kEven, later), 700ms);
  EXPECT_GT(after(kEven, beginning), 1690ms);
  EXPECT_LT(after(kEven, plain), 700ms);
}

// R8
TEST(FusedStop, WhatIsUndecidedNeverWaitsSoLongThatTheLineSeemsDead) {
  auto undecided = pause(0.5F, 0.0F);
  undecided.patience = 6s;
  auto goes_on = pause(0.05F, -3.0F);
  goes_on.patience = 6s;

  EXPECT_EQ(in_ms(after(kEven, undecided)), 2400ms);
  EXPECT_EQ(in_ms(after(kEven, goes_on)), 9s);  // they plainly think
}

TEST(FusedStop, R8WithoutTheModelsAnswerWordsAndVoiceDecideAWhileLater) {
  EXPECT_FALSE(kEven.judge(pause(std::nullopt, 2.5F, 1180ms)).stop);
  EXPECT_TRUE(kEven.judge(pause(std::nullopt, 2.5F, 1200ms)).stop);
  EXPECT_FALSE(kEven.judge(pause(std::nullopt, -1.1F, 2900ms)).stop);
  EXPECT_FALSE(kEven.judge(pause(std::nullopt, std::nullopt, 1980ms)).stop);
  EXPECT_TRUE(kEven.judge(pause(std::nullopt, std::nullopt, 2000ms)).stop);
}

TEST(FusedStop, WhatIsUndecidedWaitsLonger) {
  EXPECT_LE(std::chrono::abs(after(kEven, pause(0.5F, 0.9F)) - 1700ms), 1ms);
  EXPECT_LE(std::chrono::abs(after(kEven, pause(0.5F, -0.9F)) - 1700ms), 1ms);
}

TEST(FusedStop, WhatPlainlyGoesOnGetsMoreThanThePatience) {
  EXPECT_FALSE(kEven.judge(pause(0.5F, -1.1F, 2900ms)).stop);
  const auto decision = kEven.judge(pause(0.5F, -1.1F, 3s));

  EXPECT_TRUE(decision.stop);
  EXPECT_EQ(decision.reason, "silence");
}

TEST(FusedStop, TheSurerTheShorterTheWait) {
  Duration last = 10s;
  for (float words = -3.0F; words < 4.0F; words += 0.1F) {
    const auto wait = after(kEven, pause(0.5F, words));
    EXPECT_LE(wait, last) << words;
    last = wait;
  }
  EXPECT_EQ(in_ms(last), 600ms);
}

TEST(FusedStop, BothAnswersOfTheModelCount) {
  auto view = pause(0.9F, 1.0F);
  view.first_probability = 0.9F;
  const auto both = kEven.judge(view).sure;
  view.first_probability = 0.1F;

  EXPECT_LT(kEven.judge(view).sure, both);
  EXPECT_LT(kEven.judge(pause(0.01F, 1.0F)).sure, kEven.judge(pause(0.03F, 1.0F)).sure);
}

TEST(FusedStop, WhatTheModelMadeOfTheAudioCountsBesideItsProbability) {
  auto view = pause(0.5F, 1.0F);
  view.impression = 2.0F;
  EXPECT_NEAR(kEven.judge(view).logits->model, 0.25F + 0.5F * 2.0F + 2.0F, 1e-4F);
  view.first_impression = -1.0F;
  EXPECT_NEAR(kEven.judge(view).logits->model, 0.25F - 0.5F + 2.0F, 1e-4F);

  EXPECT_LT(after(kEven, view), after(kEven, pause(0.5F, 1.0F)));
}

TEST(FusedStop, APitchThatCameDownEndsSoonerThanOneThatStayedUp) {
  auto down = pause(0.5F, 1.2F), up = down;
  down.voice = kDown;
  up.voice = kUp;

  EXPECT_LT(after(kEven, down), after(kEven, pause(0.5F, 1.2F)));
  EXPECT_GT(after(kEven, up), after(kEven, pause(0.5F, 1.2F)));
}

TEST(FusedStop, WithoutWordsNothingEndsAtOnce) { EXPECT_EQ(after(FusedStop(0.9F, round_weights()), pause(0.995F, std::nullopt)), 900ms); }

// R1
TEST(FusedStop, R1SensitivityMovesTheWait) {
  const auto view = pause(0.5F, 1.5F);

  EXPECT_LT(after(FusedStop(0.9F, round_weights()), view), after(kEven, view));
  EXPECT_LT(after(kEven, view), after(FusedStop(0.1F, round_weights()), view));
}

/// Whose surest ends come soon enough for the speaker's own pauses to matter.
FusedStop quick() {
  auto weights = round_weights();
  weights.soon_ms = 400.0F;
  return FusedStop(0.5F, weights);
}

TEST(FusedStop, SomebodyWhoPausesLongIsGivenThatLong) {
  auto view = pause(0.5F, 2.5F);
  view.own_pause = 440ms;

  EXPECT_EQ(after(quick(), view), 550ms);
}

TEST(FusedStop, SomebodyWhoThinksForSecondsGetsRepliesAllTheSame) {
  auto view = pause(0.5F, 2.5F);
  view.own_pause = 1500ms;

  EXPECT_EQ(after(quick(), view), 580ms);
}

TEST(FusedStop, AShortPatienceIsNeverExceededByTheCurve) {
  auto view = pause(0.5F, 2.5F);
  view.patience = 300ms;

  EXPECT_EQ(after(kEven, view), 300ms);
}

TEST(FusedStop, TheShippedWeightsEndAWholeAnswerSoonAndWaitForAnOpenOne) {
  const FusedStop shipped(0.5F);
  auto whole = pause(0.97F, rate_sentence_end("A process has its own address space. " + std::string(kFinished)));
  whole.voice = kDown;
  auto open = pause(0.05F, rate_sentence_end(kGoesOn));
  open.voice = kUp;

  EXPECT_LE(after(shipped, whole), 700ms);
  EXPECT_EQ(after(shipped, open), 3s);
}

}  // namespace
}  // namespace codevoice::voice
