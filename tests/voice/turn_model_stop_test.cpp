#include "voice/turn_model_stop.hpp"

#include <gtest/gtest.h>

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;

PauseView pause(std::optional<float> probability, Duration silence) { return PauseView{probability, silence, 2s, 3s, {}}; }

TEST(TurnModelStop, SureModelEndsTheTurnAtOnce) {
  const TurnModelStop strategy(0.5F);

  const auto decision = strategy.judge(pause(0.9F, 200ms));

  EXPECT_TRUE(decision.stop);
  EXPECT_EQ(decision.reason, "turn_model");
}

TEST(TurnModelStop, UnsureModelWaitsUntilThePatienceIsOver) {
  const TurnModelStop strategy(0.5F);

  EXPECT_FALSE(strategy.judge(pause(0.1F, 1900ms)).stop);
  const auto decision = strategy.judge(pause(std::nullopt, 2s));

  EXPECT_TRUE(decision.stop);
  EXPECT_EQ(decision.reason, "silence");
}

TEST(TurnModelStop, TheLongerTheSilenceTheLessSureItNeedBe) {
  const TurnModelStop strategy(0.5F);

  EXPECT_FALSE(strategy.judge(pause(0.45F, 200ms)).stop);
  EXPECT_TRUE(strategy.judge(pause(0.45F, 1200ms)).stop);
}

TEST(TurnModelStop, R1SensitivityMovesTheThreshold) {
  EXPECT_TRUE(TurnModelStop(0.9F).judge(pause(0.3F, 200ms)).stop);
  EXPECT_FALSE(TurnModelStop(0.1F).judge(pause(0.9F, 200ms)).stop);
}

}  // namespace
}  // namespace codevoice::voice
