#include "speech/stt_encoding.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <vector>

#include "audio/opus_decoder.hpp"
#include "support/tones.hpp"

namespace codevoice::speech {
namespace {

std::string bytes_of(const audio::Pcm& pcm) {
  std::string bytes(pcm.size() * 2, '\0');
  std::memcpy(bytes.data(), pcm.data(), bytes.size());
  return bytes;
}

std::vector<std::string> encoded(SttCoder& coder, std::string pcm) {
  std::vector<std::string> messages;
  const auto done = coder.encode(std::move(pcm), [&](std::string message) { messages.push_back(std::move(message)); });
  EXPECT_TRUE(done.has_value());
  return messages;
}

TEST(SttCoder, Linear16IsSentAsItIs) {
  auto coder = SttCoder::create(SttEncoding::Linear16).value();
  const auto pcm = bytes_of(test::tone(777, 440.0, audio::kSpeechRateHz));

  EXPECT_EQ(encoded(coder, pcm), std::vector{pcm});
  EXPECT_STREQ(coder.name(), "linear16");
  EXPECT_EQ(coder.frame(), 1U);
  EXPECT_EQ(coder.delay(), 0U);
}

TEST(SttCoder, OpusIsAPacketOfTwentyMillisecondsAMessageAtAnEighthOfTheBytes) {
  auto coder = SttCoder::create(SttEncoding::Opus).value();
  const auto pcm = bytes_of(test::tone(16'000, 440.0, audio::kSpeechRateHz));

  const auto packets = encoded(coder, pcm);

  ASSERT_EQ(packets.size(), 50U);
  std::size_t bytes = 0;
  for (const auto& packet : packets) {
    const auto info = audio::inspect_opus(ByteView(reinterpret_cast<const std::uint8_t*>(packet.data()), packet.size()));
    ASSERT_TRUE(info.has_value());
    EXPECT_EQ(info->samples48, audio::kOpusFrame);
    bytes += packet.size();
  }
  EXPECT_LT(bytes, pcm.size() / 6);
}

TEST(SttCoder, SilenceIsSentToo) {
  auto coder = SttCoder::create(SttEncoding::Opus).value();

  for (const auto& packet : encoded(coder, std::string(32'000, '\0'))) EXPECT_FALSE(packet.empty());
}

TEST(SttCoder, ANewStreamKnowsNothingOfTheOneBefore) {
  auto coder = SttCoder::create(SttEncoding::Opus).value();
  const auto pcm = bytes_of(test::tone(6400, 440.0, audio::kSpeechRateHz));
  const auto first = encoded(coder, pcm);
  EXPECT_NE(encoded(coder, pcm), first);  // goes on

  coder.begin_stream();

  EXPECT_EQ(encoded(coder, pcm), first);
}

}  // namespace
}  // namespace codevoice::speech
