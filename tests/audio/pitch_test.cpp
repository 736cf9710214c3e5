#include "audio/pitch.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>

namespace codevoice::audio {
namespace {

/// A voice-like sound: six harmonics whose pitch goes from one frequency to another.
Pcm buzz(double from_hz, double to_hz, std::size_t samples, double amplitude = 4000.0) {
  Pcm pcm(samples);
  double phase = 0;
  for (std::size_t i = 0; i < samples; ++i) {
    phase += (from_hz + (to_hz - from_hz) * static_cast<double>(i) / static_cast<double>(samples)) / kSpeechRateHz;
    double value = 0;
    for (int harmonic = 1; harmonic <= 6; ++harmonic) value += std::sin(2 * std::numbers::pi * phase * harmonic) / harmonic;
    pcm[i] = to_sample(amplitude * value);
  }
  return pcm;
}

TEST(Pitch, IsFoundFromDeepToHighVoices) {
  for (const double hz : {75.0, 110.0, 180.0, 260.0, 380.0}) {
    const auto frames = track_pitch(buzz(hz, hz, 16'000));

    ASSERT_GT(frames.size(), 40U);
    for (const auto& frame : frames) {
      EXPECT_NEAR(frame.hz, hz, hz * 0.02) << hz;
      EXPECT_GT(frame.strength, 0.8F) << hz;
    }
  }
}

TEST(Pitch, FollowsAFall) {
  const auto frames = track_pitch(buzz(200.0, 100.0, 16'000));

  EXPECT_NEAR(frames.front().hz, 200.0 - 100.0 * 0.02, 5.0);
  EXPECT_NEAR(frames[frames.size() / 2].hz, 200.0 - 100.0 * 0.02 * static_cast<double>(frames.size() / 2 + 1), 5.0);
}

TEST(Pitch, NoiseAndSilenceHaveNone) {
  std::mt19937 random(1);
  std::normal_distribution<double> noise(0.0, 2000.0);
  Pcm hiss(16'000);
  for (auto& sample : hiss) sample = to_sample(noise(random));
  int strong = 0;
  for (const auto& frame : track_pitch(hiss)) strong += frame.strength > 0.55F ? 1 : 0;

  EXPECT_LT(strong, 3);
  for (const auto& frame : track_pitch(Pcm(16'000))) {
    EXPECT_EQ(frame.strength, 0.0F);
    EXPECT_EQ(frame.db, 0.0F);
  }
}

TEST(Pitch, TenTimesLouderIsTwentyDecibels) {
  const auto soft = track_pitch(buzz(120, 120, 8'000, 300)), loud = track_pitch(buzz(120, 120, 8'000, 3000));

  EXPECT_NEAR(loud[10].db - soft[10].db, 20.0F, 0.1F);
}

TEST(Pitch, AClipShorterThanAFrameHasNone) {
  EXPECT_TRUE(track_pitch({}).empty());
  EXPECT_TRUE(track_pitch(Pcm(800, 100)).empty());
}

}  // namespace
}  // namespace codevoice::audio
