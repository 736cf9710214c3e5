#include "voice/fused_stop.hpp"

#include <gtest/gtest.h>

#include "voice/sentence_end.hpp"

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;

constexpr auto kFinished = "Threads share the memory of their process, and processes have their own.";
constexpr auto kGoesOn = "Threads share memory because.";

PauseView pause(std::optional<float> probability, Duration silence, std::string_view text = kFinished) {
  PauseView view{probability, silence, 2s, 3s, {}, {}};
  if (!text.empty()) view.words = rate_sentence_end(text);
  return view;
}

/// The silence after which the turn is over.
Duration stops_after(const FusedStop& strategy, std::optional<float> probability, std::string_view text) {
  for (Duration silence{}; silence < 10s; silence += 20ms) {
    if (strategy.judge(pause(probability, silence, text)).stop) return silence;
  }
  return 10s;
}

TEST(FusedStop, SureModelAndAClosedSentenceEndTheTurnSoonButNotInTheGapBetweenTwoSentences) {
  const FusedStop strategy(0.5F);

  EXPECT_FALSE(strategy.judge(pause(0.98F, 360ms)).stop);
  const auto decision = strategy.judge(pause(0.98F, 400ms));

  EXPECT_TRUE(decision.stop);
  EXPECT_EQ(decision.reason, "fused");
}

TEST(FusedStop, WordsThatGoOnGetMoreThanThePatienceWhateverTheModelThinks) {
  const FusedStop strategy(0.5F);

  EXPECT_FALSE(strategy.judge(pause(0.5F, 2900ms, kGoesOn)).stop);
  const auto decision = strategy.judge(pause(0.5F, 3s, kGoesOn));

  EXPECT_TRUE(decision.stop);
  EXPECT_EQ(decision.reason, "silence");
}

TEST(FusedStop, TheSurerTheShorterTheWait) {
  const FusedStop strategy(0.5F);
  Duration last{};
  for (const float probability : {0.99F, 0.5F, 0.05F, 0.01F}) {
    const auto after = stops_after(strategy, probability, "It keeps the order.");
    EXPECT_GE(after, last) << probability;
    last = after;
  }
  EXPECT_GE(last, 2s);
}

TEST(FusedStop, WithoutWordsTheModelAloneIsNotBelievedAtOnce) {
  const FusedStop strategy(0.5F);

  const auto after = stops_after(strategy, 0.99F, "");

  EXPECT_GT(after, 600ms);
  EXPECT_LT(after, 1000ms);
}

TEST(FusedStop, R8WithoutTheModelThePatienceDecides) {
  const FusedStop strategy(0.5F);

  EXPECT_FALSE(strategy.judge(pause(std::nullopt, 1900ms)).stop);
  const auto decision = strategy.judge(pause(std::nullopt, 2s));

  EXPECT_TRUE(decision.stop);
  EXPECT_EQ(decision.reason, "silence");
}

TEST(FusedStop, R1SensitivityMovesTheWait) {
  const auto text = "It keeps the order.";
  EXPECT_LT(stops_after(FusedStop(0.9F), 0.4F, text), stops_after(FusedStop(0.5F), 0.4F, text));
  EXPECT_LT(stops_after(FusedStop(0.5F), 0.4F, text), stops_after(FusedStop(0.1F), 0.4F, text));
}

TEST(FusedStop, SomebodyWhoPausesLongIsGivenThatLong) {
  const FusedStop strategy(0.5F);
  auto view = pause(0.98F, 700ms);
  view.own_pause = 640ms;

  EXPECT_FALSE(strategy.judge(view).stop);
  view.silence = 800ms;
  EXPECT_TRUE(strategy.judge(view).stop);
}

TEST(FusedStop, AShortPatienceIsNeverExceededByTheCurve) {
  const FusedStop strategy(0.5F);

  EXPECT_TRUE(strategy.judge({0.98F, 300ms, 300ms, 3s, rate_sentence_end(kFinished), {}}).stop);
}

}  // namespace
}  // namespace codevoice::voice
