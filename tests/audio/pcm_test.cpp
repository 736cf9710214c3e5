#include "audio/pcm.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "support/tones.hpp"

namespace codevoice::audio {
namespace {

using namespace std::chrono_literals;

TEST(Pcm, FullScaleSineIsThreeDecibelsBelowFullScaleSquare) {
  const auto sine = test::tone(16'000, 1000.0, kSpeechRateHz, 32767.0);
  const Pcm square(1000, -32768);

  EXPECT_NEAR(level_dbfs(sine), -3.01, 0.01);
  EXPECT_NEAR(level_dbfs(square), 0.0, 0.001);
}

TEST(Pcm, SilenceAndNothingAreAtTheFloor) {
  EXPECT_EQ(level_dbfs(Pcm(320)), kSilenceDbfs);
  EXPECT_EQ(level_dbfs({}), kSilenceDbfs);
  EXPECT_GT(level_dbfs(Pcm(320, 1)), kSilenceDbfs);
}

TEST(Pcm, SamplesAreRoundedAndLimited) {
  EXPECT_EQ(to_sample(1.6), 2);
  EXPECT_EQ(to_sample(1e9), 32767);
  EXPECT_EQ(to_sample(-1e9), -32768);
  EXPECT_EQ(to_sample(std::numeric_limits<double>::quiet_NaN()), 0);
}

TEST(Pcm, GainChangesTheLevelByAsMuchAndLimits) {
  auto pcm = test::tone(1600, 440.0, kSpeechRateHz, 8000.0);
  const double before = level_dbfs(pcm);

  apply_gain(pcm, -6.0);
  EXPECT_NEAR(level_dbfs(pcm), before - 6.0, 0.01);
  apply_gain(pcm, 60.0);
  EXPECT_LE(level_dbfs(pcm), 0.0);
}

TEST(Pcm, RampGoesFromOneFactorToTheOther) {
  Pcm pcm(1000, 10'000);

  ramp(pcm, 1.0, 0.0);

  EXPECT_EQ(pcm.front(), 10'000);
  EXPECT_NEAR(pcm[500], 5'000, 20);
  EXPECT_LT(pcm.back(), 20);
}

TEST(Pcm, MixingAddsAndLimits) {
  Pcm pcm{100, 30'000, -30'000, 5};

  mix_into(pcm, Pcm{1, 10'000, -10'000});

  EXPECT_EQ(pcm, (Pcm{101, 32767, -32768, 5}));
}

TEST(Pcm, LengthsAndSamplesConvertBothWays) {
  EXPECT_EQ(duration_of(320, kSpeechRateHz), 20ms);
  EXPECT_EQ(samples_in(20ms, kOpusRateHz), kOpusFrame);
  EXPECT_EQ(samples_in(-20ms, kOpusRateHz), 0U);
  EXPECT_EQ(samples_in(10h, kOpusRateHz), 36'000U * 48'000U);
}

TEST(Pcm, AnRtpLevelIsBetweenLoudestAndSilence) {
  EXPECT_EQ(level_dbov(Pcm(960, -32768)), 0);
  EXPECT_EQ(level_dbov(Pcm(960, 3277)), 20);
  EXPECT_EQ(level_dbov({}), 127);
}

}  // namespace
}  // namespace codevoice::audio
