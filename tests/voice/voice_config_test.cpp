#include "voice/voice_config.hpp"

#include <gtest/gtest.h>

namespace codevoice::voice {
namespace {

TEST(VoiceConfig, TheDefaultsAreValid) { EXPECT_TRUE(VoiceConfig{}.validate().has_value()); }

TEST(VoiceConfig, NamesTheFieldThatIsWrong) {
  VoiceConfig config;
  config.turn.sensitivity = 1.5F;
  EXPECT_EQ(config.validate().error().message, "turn.sensitivity must be 0..1");

  config = {};
  config.turn.patience = milliseconds{100};
  EXPECT_EQ(config.validate().error().message, "turn.patience must not be shorter than vad.stop");

  config = {};
  config.vad.stop_below = 0.8F;
  EXPECT_FALSE(config.validate().has_value());
}

}  // namespace
}  // namespace codevoice::voice
