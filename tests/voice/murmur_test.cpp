#include "voice/murmur.hpp"

#include <gtest/gtest.h>

#include "support/tones.hpp"

namespace codevoice::voice {
namespace {

constexpr std::uint32_t kRate = 16'000;
constexpr std::size_t kFrame = 320;

/// So many frames of a voice at 150 Hz whose mouth lets `high` (amplitude) through at 1500 Hz.
void feed(Murmur& murmur, int frames, double high, double loudness = 1.0) {
  for (int i = 0; i < frames; ++i) {
    const auto from = static_cast<std::size_t>(i) * kFrame;
    auto pcm = test::tone(kFrame, 150.0, kRate, 5000.0 * loudness, from);
    audio::mix_into(pcm, test::tone(kFrame, 300.0, kRate, 2500.0 * loudness, from));
    audio::mix_into(pcm, test::tone(kFrame, 1500.0, kRate, high * loudness, from));
    murmur.feed(pcm);
  }
}

TEST(Murmur, ClosedLipsHum) {
  Murmur murmur;
  feed(murmur, 12, 200.0);

  EXPECT_TRUE(murmur.hums());
}

TEST(Murmur, AnOpenMouthDoesNot) {
  Murmur murmur;
  feed(murmur, 12, 2000.0);

  EXPECT_FALSE(murmur.hums());
}

TEST(Murmur, AVowelAfterAHumIsAWord) {
  Murmur murmur;
  feed(murmur, 8, 200.0);
  feed(murmur, 2, 2000.0);

  EXPECT_FALSE(murmur.hums());
}

TEST(Murmur, ABreathBetweenTwoHumsDoesNotCount) {
  Murmur murmur;
  feed(murmur, 8, 200.0);
  feed(murmur, 2, 5000.0, 0.02);
  feed(murmur, 8, 200.0);

  EXPECT_TRUE(murmur.hums());
}

TEST(Murmur, AMicrophonesOffsetIsNoSound) {
  Murmur murmur;
  for (int i = 0; i < 12; ++i) murmur.feed(audio::Pcm(kFrame, 9000));

  EXPECT_FALSE(murmur.hums());
}

TEST(Murmur, AMomentIsTooLittleToTell) {
  Murmur murmur;
  feed(murmur, 3, 200.0);

  EXPECT_FALSE(murmur.hums());
}

TEST(Murmur, OnlyTheBeginningOfALongSoundCounts) {
  Murmur murmur;
  feed(murmur, 64, 200.0);
  feed(murmur, 10, 2000.0);

  EXPECT_TRUE(murmur.hums());
}

}  // namespace
}  // namespace codevoice::voice
