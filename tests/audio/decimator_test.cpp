#include "audio/decimator.hpp"

#include <gtest/gtest.h>

#include "support/tones.hpp"

namespace codevoice::audio {
namespace {

float loudest(std::span<const float> samples) {
  float most = 0;
  for (const float sample : samples) most = std::max(most, std::abs(sample));
  return most;
}

std::vector<float> at_4k(const Pcm& pcm, std::size_t factor) {
  Decimator decimator(factor);
  std::vector<float> out(pcm.size() / factor);
  decimator.process(pcm, out);
  return out;
}

TEST(Decimator, KeepsWhatTheLowerRateHolds) {
  const auto low = at_4k(test::tone(16'000, 800.0, 16'000), 4);

  EXPECT_NEAR(loudest(std::span(low).subspan(200)), 8000.0F, 250.0F);
}

TEST(Decimator, LeavesOutWhatWouldFoldBack) {
  const auto low = at_4k(test::tone(48'000, 3'000.0, 48'000), 12);

  EXPECT_LT(loudest(std::span(low).subspan(200)), 80.0F);
}

TEST(Decimator, PiecesMakeTheSameAsTheWhole) {
  const auto pcm = test::tone(3'200, 500.0, 16'000);
  const auto whole = at_4k(pcm, 4);

  Decimator decimator(4);
  std::vector<float> pieces(whole.size());
  for (std::size_t at = 0; at < pcm.size(); at += 320) decimator.process(PcmView(pcm).subspan(at, 320), std::span(pieces).subspan(at / 4, 80));

  EXPECT_EQ(pieces, whole);
}

TEST(Decimator, ForgetsWhenAStreamBegins) {
  Decimator decimator(4);
  std::vector<float> first(80), again(80);
  const auto pcm = test::tone(320, 500.0, 16'000);
  decimator.process(pcm, first);

  decimator.reset();
  decimator.process(pcm, again);

  EXPECT_EQ(again, first);
}

}  // namespace
}  // namespace codevoice::audio
