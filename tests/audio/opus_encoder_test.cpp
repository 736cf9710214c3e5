#include "audio/opus_encoder.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "audio/opus_decoder.hpp"
#include "support/tones.hpp"

namespace codevoice::audio {
namespace {

std::size_t bytes_of_a_second(OpusEncoder& encoder) {
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < 50; ++i)
    bytes += encoder.encode(test::tone(kOpusFrame, 300.0 + 20.0 * static_cast<double>(i), kOpusRateHz, 8000.0, i * kOpusFrame)).value().size();
  return bytes;
}

TEST(OpusEncoder, EveryPacketHoldsTwentyMilliseconds) {
  auto encoder = OpusEncoder::create({}).value();

  const auto packet = encoder.encode(test::tone(kOpusFrame, 440.0, kOpusRateHz)).value();

  const auto info = inspect_opus(packet);
  ASSERT_TRUE(info.has_value());
  EXPECT_EQ(info->samples48, kOpusFrame);
}

TEST(OpusEncoder, BitrateIsKeptAbout) {
  auto encoder = OpusEncoder::create({.bitrate_bps = 24'000}).value();
  bytes_of_a_second(encoder);

  const auto at_24k = bytes_of_a_second(encoder);
  ASSERT_TRUE(encoder.set_bitrate(64'000).has_value());
  bytes_of_a_second(encoder);
  const auto at_64k = bytes_of_a_second(encoder);

  EXPECT_LT(at_24k, 24'000U / 8 * 3 / 2);
  EXPECT_GT(at_64k, at_24k * 3 / 2);
}

TEST(OpusEncoder, SilenceIsNotSentWhenDtxIsOn) {
  auto with = OpusEncoder::create({.dtx = true}).value();
  auto without = OpusEncoder::create({.dtx = false}).value();
  int empty_with = 0;
  int empty_without = 0;

  for (int i = 0; i < 100; ++i) {
    if (with.encode(Pcm(kOpusFrame)).value().empty()) ++empty_with;
    if (without.encode(Pcm(kOpusFrame)).value().empty()) ++empty_without;
  }

  EXPECT_GT(empty_with, 50);
  EXPECT_EQ(empty_without, 0);
}

TEST(OpusEncoder, PacketsCarryACopyOfTheOneBeforeOnlyWhenAsked) {
  auto with = OpusEncoder::create({.expected_loss_percent = 20}).value();
  auto without = OpusEncoder::create({.expected_loss_percent = 0}).value();
  int copies_with = 0;
  int copies_without = 0;

  for (std::size_t i = 0; i < 50; ++i) {
    const auto frame = test::tone(kOpusFrame, 220.0, kOpusRateHz, 8000.0, i * kOpusFrame);
    copies_with += inspect_opus(with.encode(frame).value())->has_fec ? 1 : 0;
    copies_without += inspect_opus(without.encode(frame).value())->has_fec ? 1 : 0;
  }

  EXPECT_GT(copies_with, 15);
  EXPECT_EQ(copies_without, 0);
}

TEST(OpusEncoder, TakesSpeechAtItsOwnRate) {
  auto encoder = OpusEncoder::create({.expected_loss_percent = 0, .rate_hz = kSpeechRateHz}).value();
  auto decoder = OpusDecoder::create(kSpeechRateHz).value();
  ASSERT_EQ(encoder.frame(), 320U);
  Pcm said;
  Pcm heard;
  for (std::size_t i = 0; i < 25; ++i) {
    const auto frame = test::tone(320, 440.0, kSpeechRateHz, 8000.0, i * 320);
    said.insert(said.end(), frame.begin(), frame.end());
    Pcm decoded(320);
    ASSERT_EQ(decoder.decode(encoder.encode(frame).value(), decoded).value(), 320U);
    heard.insert(heard.end(), decoded.begin(), decoded.end());
  }

  const auto delay = encoder.delay();
  EXPECT_EQ(delay, 104U);
  double error = 0;
  double power = 0;
  for (std::size_t i = 1600; i + delay < heard.size(); ++i) {
    error += std::pow(heard[i + delay] - said[i], 2);
    power += std::pow(said[i], 2);
  }
  EXPECT_LT(error, power / 20);
}

TEST(OpusEncoder, RefusesWrongFramesAndSettings) {
  auto encoder = OpusEncoder::create({}).value();

  EXPECT_EQ(encoder.encode(Pcm(320)).error().kind, ErrorKind::Invalid);
  EXPECT_FALSE(encoder.set_bitrate(10).has_value());
  EXPECT_FALSE(encoder.set_expected_loss(101).has_value());
  EXPECT_FALSE(OpusEncoder::create({.complexity = 11}).has_value());
  EXPECT_FALSE(OpusEncoder::create({.rate_hz = 44'100}).has_value());
}

TEST(OpusEncoder, ResetMakesTheNextPacketTheSameAsTheFirst) {
  auto encoder = OpusEncoder::create({}).value();
  const auto frame = test::tone(kOpusFrame, 440.0, kOpusRateHz);
  const auto view = encoder.encode(frame).value();
  const Bytes first(view.begin(), view.end());

  bytes_of_a_second(encoder);
  encoder.reset();
  const auto again = encoder.encode(frame).value();

  EXPECT_EQ(first, Bytes(again.begin(), again.end()));
}

}  // namespace
}  // namespace codevoice::audio
