#include "audio/opus_decoder.hpp"

#include <gtest/gtest.h>

#include <random>

#include "audio/opus_encoder.hpp"
#include "support/tones.hpp"

namespace codevoice::audio {
namespace {

std::vector<Bytes> encoded_tone(std::size_t packets, OpusEncoderConfig config = {}) {
  auto encoder = OpusEncoder::create(config).value();
  std::vector<Bytes> out;
  for (std::size_t i = 0; i < packets; ++i) {
    const auto packet = encoder.encode(test::tone(kOpusFrame, 440.0, kOpusRateHz, 8000.0, i * kOpusFrame)).value();
    out.emplace_back(packet.begin(), packet.end());
  }
  return out;
}

TEST(OpusDecoder, ToneComesBackAtTheRateAskedFor) {
  for (const std::uint32_t rate : {kSpeechRateHz, kOpusRateHz}) {
    auto decoder = OpusDecoder::create(rate).value();
    Pcm frame(rate / 50);
    Pcm heard;
    for (const auto& packet : encoded_tone(50)) {
      ASSERT_EQ(decoder.decode(packet, frame).value(), rate / 50);
      heard.insert(heard.end(), frame.begin(), frame.end());
    }

    const auto steady = PcmView(heard).subspan(rate / 5);
    EXPECT_NEAR(test::amplitude_of(steady, 440.0, rate), 8000.0, 800.0) << rate;
    EXPECT_NEAR(level_dbfs(steady), level_dbfs(test::tone(rate, 440.0, rate)), 1.0) << rate;
  }
}

TEST(OpusDecoder, LostPacketIsRebuiltFromTheCopyInTheNext) {
  const auto packets = encoded_tone(20, {.expected_loss_percent = 20});
  auto decoder = OpusDecoder::create(kSpeechRateHz).value();
  Pcm frame(320);
  for (std::size_t i = 0; i < 15; ++i) ASSERT_TRUE(decoder.decode(packets[i], frame).has_value());
  ASSERT_TRUE(inspect_opus(packets[16])->has_fec);

  ASSERT_EQ(decoder.decode_lost(packets[16], frame).value(), 320U);

  EXPECT_NEAR(test::amplitude_of(frame, 440.0, kSpeechRateHz), 8000.0, 2000.0);
  EXPECT_EQ(decoder.decode(packets[16], frame).value(), 320U);
}

TEST(OpusDecoder, ConcealmentGoesOnAndFades) {
  auto decoder = OpusDecoder::create(kSpeechRateHz).value();
  Pcm frame(320);
  for (const auto& packet : encoded_tone(20)) ASSERT_TRUE(decoder.decode(packet, frame).has_value());
  const double said = level_dbfs(frame);

  ASSERT_EQ(decoder.conceal(frame).value(), 320U);
  const double first = level_dbfs(frame);
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(decoder.conceal(frame).has_value());
  const double last = level_dbfs(frame);

  EXPECT_GT(first, said - 6.0);
  EXPECT_LT(last, said - 20.0);
}

TEST(OpusDecoder, GarbageIsAnErrorOrSoundButNeverMore) {
  auto decoder = OpusDecoder::create(kSpeechRateHz).value();
  std::mt19937 random(7);
  Pcm out(kLongestOpusPacket48 / 3);
  int errors = 0;

  for (int i = 0; i < 3000; ++i) {
    Bytes packet(random() % 200);
    for (auto& byte : packet) byte = static_cast<std::uint8_t>(random());
    const auto samples = decoder.decode(packet, out);
    if (!samples)
      ++errors;
    else
      EXPECT_LE(*samples, out.size());
  }

  EXPECT_GT(errors, 0);
  EXPECT_EQ(decoder.decode({}, out).error().kind, ErrorKind::Protocol);
  EXPECT_EQ(decoder.decode(Bytes{0xFF, 0x00}, out).error().kind, ErrorKind::Protocol);
}

TEST(OpusDecoder, SoundPacketsDecodeAfterGarbage) {
  const auto packets = encoded_tone(30);
  auto decoder = OpusDecoder::create(kSpeechRateHz).value();
  Pcm out(kLongestOpusPacket48 / 3);
  EXPECT_FALSE(decoder.decode(Bytes{0xFF, 0x00}, out).has_value());

  for (const auto& packet : packets) ASSERT_EQ(decoder.decode(packet, out).value(), 320U);

  EXPECT_NEAR(test::amplitude_of(PcmView(out).first(320), 440.0, kSpeechRateHz), 8000.0, 800.0);
}

TEST(OpusDecoder, RefusesTooLittleRoomAndUnknownRates) {
  auto decoder = OpusDecoder::create(kSpeechRateHz).value();
  Pcm small(100);

  EXPECT_FALSE(decoder.decode(encoded_tone(1)[0], small).has_value());
  EXPECT_FALSE(OpusDecoder::create(44'100).has_value());
}

TEST(OpusDecoder, ResetForgetsTheStream) {
  const auto packets = encoded_tone(10);
  auto decoder = OpusDecoder::create(kSpeechRateHz).value();
  Pcm first(320);
  Pcm again(320);
  ASSERT_TRUE(decoder.decode(packets[0], first).has_value());
  for (const auto& packet : packets) ASSERT_TRUE(decoder.decode(packet, again).has_value());

  decoder.reset();
  ASSERT_TRUE(decoder.decode(packets[0], again).has_value());

  EXPECT_EQ(first, again);
}

TEST(InspectOpus, ReadsLengthsFromTheFirstBytes) {
  const auto silk_60ms = inspect_opus(Bytes{3 << 3, 0x00});            // configuration 3: SILK 60 ms, one frame
  const auto celt_two = inspect_opus(Bytes{30 << 3 | 1, 0, 0, 0, 0});  // configuration 30: CELT 10 ms, two frames
  const auto silk_copy = inspect_opus(Bytes{1 << 3, 0x40});            // 20 ms: one voice bit, then the copy's

  ASSERT_TRUE(silk_60ms && celt_two && silk_copy);
  EXPECT_EQ(silk_60ms->samples48, 2880U);
  EXPECT_FALSE(silk_60ms->has_fec);
  EXPECT_EQ(celt_two->samples48, 960U);
  EXPECT_EQ(celt_two->frame_samples48, 480U);
  EXPECT_TRUE(silk_copy->has_fec);
}

TEST(InspectOpus, RefusesWhatIsNotOpus) {
  EXPECT_FALSE(inspect_opus({}).has_value());
  EXPECT_FALSE(inspect_opus(Bytes{0xFF, 0x00}).has_value());                 // code 3 with no frames
  EXPECT_FALSE(inspect_opus(Bytes{30 << 3 | 1, 0, 0, 0}).has_value());       // two frames of unequal length
  EXPECT_FALSE(inspect_opus(Bytes{3 << 3 | 3, 0x03, 0, 0, 0}).has_value());  // 180 ms
}

}  // namespace
}  // namespace codevoice::audio
