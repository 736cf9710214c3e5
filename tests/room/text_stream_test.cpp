#include "room/text_stream.hpp"

#include <gtest/gtest.h>

namespace codevoice::room {
namespace {

TextMessage message(std::string text) { return {"ai-interviewer", "lk.transcription", std::move(text), {{"lk.segment_id", "s1"}}}; }

std::optional<TextMessage> deliver(TextStreamAssembler& assembler, const std::vector<wire::DataPacket>& packets) {
  std::optional<TextMessage> got;
  for (const auto& packet : packets) {
    EXPECT_FALSE(got.has_value());
    got = assembler.feed(packet);
  }
  return got;
}

TEST(TextStream, LongTextsArriveWholeInChunksThatRespectCharacters) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "é";
  const auto packets = make_text_stream(message(text), 5);
  TextStreamAssembler assembler;

  const auto got = deliver(assembler, packets);

  ASSERT_TRUE(got);
  EXPECT_EQ(got->text, text);
  EXPECT_EQ(got->from_identity, "ai-interviewer");
  EXPECT_EQ(got->attributes.at("lk.segment_id"), "s1");
  EXPECT_EQ(packets.size(), 2U + 3U);
  for (const auto& packet : packets) EXPECT_LE(packet.stream_chunk().content().size(), wire::kMaxStreamChunk);
}

TEST(TextStream, AnEmptyTextIsAMessageToo) {
  TextStreamAssembler assembler;
  const auto got = deliver(assembler, make_text_stream(message(""), 5));
  ASSERT_TRUE(got);
  EXPECT_EQ(got->text, "");
}

TEST(TextStream, InlineContentNeedsNoTrailer) {
  wire::DataPacket packet;
  packet.mutable_stream_header()->set_stream_id("a");
  packet.mutable_stream_header()->mutable_text_header();
  packet.mutable_stream_header()->set_inline_content("hello");
  TextStreamAssembler assembler;

  EXPECT_EQ(assembler.feed(packet)->text, "hello");
}

TEST(TextStream, AMissingChunkDropsTheStream) {
  auto packets = make_text_stream(message(std::string(40'000, 'x')), 5);
  packets.erase(packets.begin() + 2);
  TextStreamAssembler assembler;

  EXPECT_FALSE(deliver(assembler, packets));
  EXPECT_EQ(assembler.dropped(), 1U);
}

TEST(TextStream, OnlyTheWholeTextMustBeUtf8) {
  auto parted = make_text_stream(message("\xc3\xa9"), 5);
  parted[1].mutable_stream_chunk()->set_content("\xc3");
  auto second = parted[1];
  second.mutable_stream_chunk()->set_chunk_index(1);
  second.mutable_stream_chunk()->set_content("\xa9");
  parted.insert(parted.begin() + 2, second);
  TextStreamAssembler assembler;

  EXPECT_EQ(deliver(assembler, parted)->text, "\xc3\xa9");
  EXPECT_EQ(assembler.dropped(), 0U);
  EXPECT_FALSE(deliver(assembler, make_text_stream(message("no text: \xff\xfe"), 5)));
  EXPECT_FALSE(deliver(assembler, make_text_stream(message("cut off: \xc3"), 5)));
  EXPECT_EQ(assembler.dropped(), 2U);
}

TEST(TextStream, OpenStreamsAndTheirSizeAreBounded) {
  TextStreamAssembler assembler;
  for (std::size_t i = 0; i < kMaxOpenStreams + 5; ++i) assembler.feed(make_text_stream(message("x"), 5).front());
  EXPECT_EQ(assembler.dropped(), 5U);

  EXPECT_FALSE(deliver(assembler, make_text_stream(message(std::string(kMaxStreamText + 1, 'x')), 5)));
}

}  // namespace
}  // namespace codevoice::room
