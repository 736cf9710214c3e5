#include "voice/prosody.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;

struct Stretch {
  double from_hz = 0, to_hz = 0;  // 0: silence
  Duration length{};
};

audio::Pcm voice_of(const std::vector<Stretch>& stretches) {
  audio::Pcm pcm;
  double phase = 0;
  for (const auto& stretch : stretches) {
    const auto samples = audio::samples_in(stretch.length, audio::kSpeechRateHz);
    for (std::size_t i = 0; i < samples; ++i) {
      const double hz = stretch.from_hz + (stretch.to_hz - stretch.from_hz) * static_cast<double>(i) / static_cast<double>(samples);
      phase += hz / audio::kSpeechRateHz;
      double value = 0;
      for (int harmonic = 1; harmonic <= 6; ++harmonic) value += std::sin(2 * std::numbers::pi * phase * harmonic) / harmonic;
      pcm.push_back(audio::to_sample(hz > 0 ? 4000.0 * value : 0.0));
    }
  }
  return pcm;
}

const Stretch kMelody{110, 150, 700ms}, kBack{150, 110, 700ms}, kPause{0, 0, 200ms};

TEST(Prosody, AFallToTheBottomOfTheRangeEndsLow) {
  const auto said = prosody_of(voice_of({kMelody, kBack, kMelody, {150, 95, 500ms}, kPause}), 200ms);

  ASSERT_TRUE(said);
  EXPECT_LT(said->end_in_range, 0.15F);
  EXPECT_LT(said->end, -3.0F);
  EXPECT_LT(said->slope, -10.0F);
  EXPECT_LT(said->fall, -5.0F);
  EXPECT_NEAR(said->rise, 0.0F, 1.0F);
}

TEST(Prosody, AVoiceThatStaysUpEndsHigh) {
  const auto said = prosody_of(voice_of({kMelody, kBack, kMelody, {150, 152, 500ms}, kPause}), 200ms);

  ASSERT_TRUE(said);
  EXPECT_GT(said->end_in_range, 0.8F);
  EXPECT_NEAR(said->slope, 0.0F, 3.0F);
  EXPECT_GT(said->last_second, 0.0F);
}

TEST(Prosody, IsTheSameForAHighAndADeepVoice) {
  auto higher = std::vector<Stretch>{kMelody, kBack, kMelody, {150, 95, 500ms}, kPause};
  const auto deep = prosody_of(voice_of(higher), 200ms);
  for (auto& stretch : higher) {
    stretch.from_hz *= 1.7;
    stretch.to_hz *= 1.7;
  }
  const auto high = prosody_of(voice_of(higher), 200ms);

  EXPECT_NEAR(high->end, deep->end, 0.5F);
  EXPECT_NEAR(high->range, deep->range, 0.5F);
  EXPECT_NEAR(high->long_slope, deep->long_slope, 1.5F);
}

TEST(Prosody, WhatComesAfterTheEndOfSpeechDoesNotCount) {
  const auto clip = voice_of({kMelody, kBack, {110, 150, 500ms}, {0, 0, 300ms}, {90, 90, 500ms}});

  const auto said = prosody_of(clip, 800ms);

  ASSERT_TRUE(said);
  EXPECT_GT(said->end_in_range, 0.8F);
}

TEST(Prosody, TooLittleVoiceSaysNothing) {
  EXPECT_FALSE(prosody_of({}, 200ms));
  EXPECT_FALSE(prosody_of(audio::Pcm(48'000), 200ms));
  EXPECT_FALSE(prosody_of(voice_of({{120, 120, 150ms}, kPause}), 200ms));
  EXPECT_FALSE(prosody_of(voice_of({kMelody}), 10s));
}

}  // namespace
}  // namespace codevoice::voice
