#include "rtc/jitter_stretch.hpp"

#include <gtest/gtest.h>

#include "support/tones.hpp"

namespace codevoice::rtc {
namespace {

using audio::Pcm;
using codevoice::test::tone;

/// The biggest difference between neighbours: a click shows as one far above that of the tone itself.
int biggest_step(audio::PcmView pcm) {
  int biggest = 0;
  for (std::size_t i = 1; i < pcm.size(); ++i) biggest = std::max(biggest, std::abs(pcm[i] - pcm[i - 1]));
  return biggest;
}

TEST(JitterStretch, PeriodOfAVoiceIsFound) {
  const auto period = find_period(tone(640, 160.0, 16'000));

  ASSERT_TRUE(period.has_value());
  EXPECT_NEAR(static_cast<double>(*period), 100.0, 1.0);
}

TEST(JitterStretch, NoiseHasNoPeriod) {
  Pcm noise(640);
  std::uint32_t state = 1;
  for (auto& sample : noise) {
    state = state * 1'664'525U + 1'013'904'223U;
    sample = static_cast<std::int16_t>(state >> 16);
  }

  EXPECT_FALSE(find_period(noise).has_value());
  EXPECT_FALSE(find_period(Pcm(60, 1000)).has_value());
}

TEST(JitterStretch, ShortenedToneIsShorterAndHasNoClick) {
  auto pcm = tone(640, 160.0, 16'000);
  const int step = biggest_step(pcm);

  const auto size = shorten(pcm, 100);

  ASSERT_EQ(size, 540U);
  EXPECT_LE(biggest_step(audio::PcmView(pcm).first(size)), step * 5 / 4);
  EXPECT_NEAR(test::amplitude_of(audio::PcmView(pcm).first(500), 160.0, 16'000), 8000.0, 200.0);
}

TEST(JitterStretch, LengthenedToneIsLongerAndHasNoClick) {
  auto pcm = tone(640, 160.0, 16'000);
  const int step = biggest_step(pcm);
  pcm.resize(800);

  const auto size = lengthen(pcm, 640, 100);

  ASSERT_EQ(size, 740U);
  EXPECT_LE(biggest_step(audio::PcmView(pcm).first(size)), step * 5 / 4);
  EXPECT_NEAR(test::amplitude_of(audio::PcmView(pcm).first(700), 160.0, 16'000), 8000.0, 200.0);
}

TEST(JitterStretch, TooShortPiecesStayAsTheyAre) {
  auto pcm = tone(100, 160.0, 16'000);
  const auto before = pcm;

  EXPECT_EQ(shorten(pcm, 60), 100U);
  EXPECT_EQ(shorten(pcm, 0), 100U);
  EXPECT_EQ(lengthen(pcm, 100, 40), 100U);
  EXPECT_EQ(pcm, before);
}

TEST(QuietDetector, TellsPausesFromSpeechOverAnyNoise) {
  for (const double noise : {0.0, 20.0, 200.0}) {
    QuietDetector detector;
    int quiet_pauses = 0;
    int quiet_speech = 0;
    for (int i = 0; i < 500; ++i) {
      const bool speech = i / 25 % 2 == 0;
      const bool quiet = detector.is_quiet(tone(320, 200.0, 16'000, speech ? 6000.0 : noise));
      if (i >= 50) (speech ? quiet_speech : quiet_pauses) += quiet ? 1 : 0;
    }
    EXPECT_EQ(quiet_speech, 0) << noise;
    EXPECT_GT(quiet_pauses, 200) << noise;
  }
}

}  // namespace
}  // namespace codevoice::rtc
