#include "speech/piper_config.hpp"

#include <gtest/gtest.h>

#include "speech/speech_fixture.hpp"

namespace codevoice::speech {
namespace {

constexpr std::string_view kSmall = R"({"audio": {"sample_rate": 16000}, "espeak": {"voice": "en-gb"},
  "inference": {"noise_scale": 0.5, "length_scale": 1, "noise_w": 0.75},
  "phoneme_id_map": {"_": [0], "^": [1], "$": [2], "a": [14], "ˈ": [120]}})";

TEST(PiperConfig, TheVoicesOwnSettingsAreRead) {
  const auto config = PiperConfig::parse(kSmall);

  ASSERT_TRUE(config);
  EXPECT_EQ(config->rate_hz, 16'000U);
  EXPECT_EQ(config->espeak_voice, "en-gb");
  EXPECT_FLOAT_EQ(config->noise_scale, 0.5F);
  EXPECT_FLOAT_EQ(config->length_scale, 1.0F);
  EXPECT_FLOAT_EQ(config->noise_w, 0.75F);
}

TEST(PiperConfig, EveryPhonemeIsFollowedByABlankAndUnknownOnesAreLeftOut) {
  const auto config = PiperConfig::parse(kSmall);

  EXPECT_EQ(config->ids_of("ˈa☃a"), (std::vector<std::int64_t>{1, 0, 120, 0, 14, 0, 14, 0, 2}));
}

TEST(PiperConfig, TheShippedVoiceParses) {
  const auto config = PiperConfig::parse(test::read_file(test::tools_dir() / "models/tts/en_US-joe-medium.onnx.json"));

  ASSERT_TRUE(config);
  EXPECT_EQ(config->rate_hz, 22'050U);
  EXPECT_EQ(config->ids_of("həlˈoʊ").size(), 2 + 2 * 6 + 1U);
}

TEST(PiperConfig, WhatIsNoVoiceIsRefused) {
  for (const char* text : {"", "[]", "{}", "nonsense", R"({"phoneme_id_map": {"a": [1]}})",
                           R"({"audio": {"sample_rate": 1}, "phoneme_id_map": {"_": [0], "^": [1], "$": [2]}})",
                           R"({"phoneme_id_map": {"_": 0, "^": "x", "$": [null]}})"}) {
    EXPECT_FALSE(PiperConfig::parse(text)) << text;
  }
}

}  // namespace
}  // namespace codevoice::speech
