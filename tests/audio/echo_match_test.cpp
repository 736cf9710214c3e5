#include "audio/echo_match.hpp"

#include <gtest/gtest.h>

#include <random>

namespace codevoice::audio {
namespace {

constexpr std::size_t kWindow = 640;
constexpr std::size_t kRange = 1200;
using Samples = std::vector<float>;

Samples noise(std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<float> draw(0.0F, 1000.0F);
  Samples samples(count);
  for (auto& sample : samples) sample = draw(random);
  return samples;
}

/// The last window of `sent` through a room: a direct sound and two reflections, all `delay` later.
Samples come_back(const Samples& sent, std::size_t delay, float gain) {
  Samples heard(kWindow);
  for (std::size_t i = 0; i < kWindow; ++i) {
    const auto at = sent.size() - kWindow + i - delay;
    heard[i] = gain * (sent[at] + 0.5F * sent[at - 5] - 0.3F * sent[at - 12]);
  }
  return heard;
}

std::span<const float> sent_for(const Samples& sent, std::size_t delay) {
  const auto length = kWindow + kEchoTaps - 1;
  return std::span(sent).subspan(sent.size() - delay - length, length);
}

TEST(EchoMatch, R18TheDelayIsFoundAtAnyLevel) {
  const auto sent = noise(kWindow + kRange + kEchoTaps, 1);
  for (const float gain : {1.0F, 0.1F, 0.03F}) {
    const auto found = find_echo(come_back(sent, 480, gain), std::span(sent).last(kWindow + kRange));

    EXPECT_EQ(found.samples, 480U) << gain;
    EXPECT_GT(found.likeness, 0.7F) << gain;
  }
}

TEST(EchoMatch, R18AnEchoIsExplainedByWhatWasSent) {
  const auto sent = noise(kWindow + kRange + kEchoTaps, 1);

  EXPECT_GT(echo_share(come_back(sent, 480, 0.1F), sent_for(sent, 478)), 0.98F);
}

TEST(EchoMatch, AnotherSoundIsNot) {
  const auto sent = noise(kWindow + kRange + kEchoTaps, 1);
  const auto other = noise(kWindow, 2);

  EXPECT_LT(find_echo(other, std::span(sent).last(kWindow + kRange)).likeness, 0.25F);
  EXPECT_LT(echo_share(other, sent_for(sent, 478)), 0.15F);
}

TEST(EchoMatch, TheShareIsThatOfTheEnergy) {
  const auto sent = noise(kWindow + kRange + kEchoTaps, 1);
  auto heard = come_back(sent, 480, 1.0F);
  const auto other = noise(kWindow, 2);
  for (std::size_t i = 0; i < kWindow; ++i) heard[i] += 1.157F * other[i];  // as much energy as the three ways of the echo together

  EXPECT_NEAR(echo_share(heard, sent_for(sent, 478)), 0.5F, 0.07F);
}

TEST(EchoMatch, SilenceIsNobodysEcho) {
  const Samples silence(kWindow + kRange + kEchoTaps);
  const auto sent = noise(silence.size(), 1);

  EXPECT_EQ(find_echo(std::span(silence).last(kWindow), sent).likeness, 0.0F);
  EXPECT_EQ(find_echo(std::span(sent).last(kWindow), silence).likeness, 0.0F);
  EXPECT_EQ(echo_share(std::span(silence).last(kWindow), sent_for(sent, 0)), 0.0F);
  EXPECT_LT(echo_share(std::span(sent).last(kWindow), sent_for(silence, 0)), 0.01F);
}

TEST(EchoMatch, PiecesTooShortSayNothing) {
  const auto sent = noise(100, 1);

  EXPECT_EQ(find_echo(sent, std::span(sent).first(50)).likeness, 0.0F);
  EXPECT_EQ(echo_share(sent, sent), 0.0F);
  EXPECT_EQ(echo_share({}, sent), 0.0F);
}

}  // namespace
}  // namespace codevoice::audio
