#include "audio/resampler.hpp"

#include <gtest/gtest.h>

#include "support/tones.hpp"

namespace codevoice::audio {
namespace {

struct Rates {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
};

class ResamplerRates : public testing::TestWithParam<Rates> {};

TEST_P(ResamplerRates, StreamInPiecesKeepsLengthAndTone) {
  const auto [from, to] = GetParam();
  const auto in = test::tone(from, 700.0, from);  // one second
  auto resampler = Resampler::create(from, to).value();
  Pcm out;

  for (std::size_t at = 0; at < in.size(); at += 441) resampler.process(PcmView(in).subspan(at, std::min<std::size_t>(441, in.size() - at)), out);
  resampler.finish(out);

  EXPECT_NEAR(static_cast<double>(out.size()), to, 2.0);
  EXPECT_NEAR(test::amplitude_of(out, 700.0, to), 8000.0, 80.0);
  EXPECT_NEAR(level_dbfs(out), level_dbfs(in), 0.1);
}

TEST_P(ResamplerRates, PiecesGiveTheSameSamplesAsTheWhole) {
  const auto [from, to] = GetParam();
  const auto in = test::tone(from / 2, 1234.0, from);
  auto resampler = Resampler::create(from, to, ResampleQuality::Best).value();
  Pcm pieces;

  for (std::size_t at = 0; at < in.size(); at += 100) resampler.process(PcmView(in).subspan(at, std::min<std::size_t>(100, in.size() - at)), pieces);
  resampler.finish(pieces);

  const auto whole = resample(in, from, to).value();
  ASSERT_EQ(pieces.size(), whole.size());
  int worst = 0;
  for (std::size_t i = 0; i < whole.size(); ++i) worst = std::max(worst, std::abs(pieces[i] - whole[i]));
  EXPECT_LE(worst, 1);
}

INSTANTIATE_TEST_SUITE_P(Usual, ResamplerRates,
                         testing::Values(Rates{22'050, 48'000}, Rates{48'000, 16'000}, Rates{24'000, 48'000}, Rates{44'100, 16'000},
                                         Rates{16'000, 48'000}, Rates{8'000, 16'000}));

TEST(Resampler, FrequenciesAboveTheNewLimitAreGone) {
  const auto in = test::tone(48'000, 11'000.0, kOpusRateHz);

  const auto out = resample(in, kOpusRateHz, kSpeechRateHz, ResampleQuality::Balanced).value();

  const auto steady = PcmView(out).subspan(1600, out.size() - 3200);  // the tone's sudden start and end are sounds of all frequencies
  EXPECT_LT(level_dbfs(steady), level_dbfs(in) - 60.0);
}

TEST(Resampler, SilenceStaysDigitalSilence) {
  const auto out = resample(Pcm(48'000), kOpusRateHz, kSpeechRateHz).value();

  EXPECT_EQ(out, Pcm(16'000));
}

TEST(Resampler, LiveStreamIsHeldBackLessThanFortyMilliseconds) {
  auto resampler = Resampler::create(kOpusRateHz, kSpeechRateHz).value();
  const auto in = test::tone(960, 700.0, kOpusRateHz);
  Pcm out;
  Duration worst{};
  for (int i = 1; i <= 200; ++i) {
    resampler.process(in, out);
    worst = std::max(worst, duration_of(static_cast<std::size_t>(i) * 320 - out.size(), kSpeechRateHz));
  }

  EXPECT_LT(worst, std::chrono::milliseconds{40});
  EXPECT_LT(resampler.held_back(), std::chrono::milliseconds{40});
}

TEST(Resampler, EqualRatesPassThrough) {
  auto resampler = Resampler::create(16'000, 16'000).value();
  Pcm out{1};

  resampler.process(Pcm{2, 3}, out);
  resampler.finish(out);

  EXPECT_EQ(out, (Pcm{1, 2, 3}));
  EXPECT_EQ(resampler.held_back(), Duration{});
}

TEST(Resampler, StartsAfreshAfterAnEnd) {
  auto resampler = Resampler::create(48'000, 16'000).value();
  const auto in = test::tone(4800, 440.0, 48'000);
  Pcm first;
  Pcm second;

  resampler.process(in, first);
  resampler.finish(first);
  resampler.process(in, second);
  resampler.finish(second);

  EXPECT_EQ(first, second);
}

TEST(Resampler, RefusesRatesThatMakeNoSense) {
  EXPECT_FALSE(Resampler::create(0, 16'000).has_value());
  EXPECT_FALSE(Resampler::create(16'000, 0).has_value());
  EXPECT_FALSE(resample({}, 16'000, 4'000'000).has_value());
}

}  // namespace
}  // namespace codevoice::audio
