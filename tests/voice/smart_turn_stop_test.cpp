#include "voice/smart_turn_stop.hpp"

#include <gtest/gtest.h>

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;

PauseView pause_of(Duration silence, std::optional<float> probability) {
  PauseView pause;
  pause.silence = silence;
  pause.patience = 3s;
  pause.probability = probability;
  return pause;
}

TEST(SmartTurnStop, TheModelsWordEndsTheTurnAtOnceWhateverTheWordsAre) {
  auto pause = pause_of(220ms, 0.6F);
  pause.words = -5.0F;

  const auto decision = SmartTurnStop(0.5F).judge(pause);

  EXPECT_TRUE(decision.stop);
  EXPECT_EQ(decision.reason, "smart_turn");
}

TEST(SmartTurnStop, WithoutItSilenceDoes) {
  EXPECT_FALSE(SmartTurnStop(0.5F).judge(pause_of(2900ms, 0.4F)).stop);
  EXPECT_FALSE(SmartTurnStop(0.5F).judge(pause_of(220ms, std::nullopt)).stop);
  const auto decision = SmartTurnStop(0.5F).judge(pause_of(3s, 0.4F));
  EXPECT_TRUE(decision.stop);
  EXPECT_EQ(decision.reason, "silence");
}

TEST(SmartTurnStop, SensitivityMovesTheThreshold) {
  EXPECT_TRUE(SmartTurnStop(0.8F).judge(pause_of(220ms, 0.3F)).stop);
  EXPECT_FALSE(SmartTurnStop(0.2F).judge(pause_of(220ms, 0.7F)).stop);
}

}  // namespace
}  // namespace codevoice::voice
