#include "audio/wav.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cstdio>
#include <fstream>

namespace codevoice::audio {
namespace {

void put16(Bytes& to, unsigned value) {
  to.push_back(static_cast<std::uint8_t>(value));
  to.push_back(static_cast<std::uint8_t>(value >> 8));
}
void put32(Bytes& to, std::uint32_t value) {
  put16(to, value & 0xFFFFU);
  put16(to, value >> 16);
}
void put(Bytes& to, std::string_view text) { to.insert(to.end(), text.begin(), text.end()); }

struct Shape {
  std::uint16_t tag = 1;
  std::uint16_t channels = 1;
  std::uint32_t rate_hz = 16'000;
  std::uint16_t bits = 16;
};

Bytes chunk(std::string_view id, const Bytes& body, bool pad = true) {
  Bytes out;
  put(out, id);
  put32(out, static_cast<std::uint32_t>(body.size()));
  out.insert(out.end(), body.begin(), body.end());
  if (pad && body.size() % 2 == 1) out.push_back(0);
  return out;
}

Bytes format_chunk(const Shape& shape) {
  Bytes body;
  put16(body, shape.tag);
  put16(body, shape.channels);
  put32(body, shape.rate_hz);
  put32(body, shape.rate_hz * shape.channels * shape.bits / 8);
  put16(body, shape.channels * shape.bits / 8U);
  put16(body, shape.bits);
  return chunk("fmt ", body);
}

Bytes riff(const std::vector<Bytes>& chunks) {
  Bytes body;
  put(body, "WAVE");
  for (const auto& part : chunks) body.insert(body.end(), part.begin(), part.end());
  Bytes file;
  put(file, "RIFF");
  put32(file, static_cast<std::uint32_t>(body.size()));
  file.insert(file.end(), body.begin(), body.end());
  return file;
}

Bytes wav(const Shape& shape, const Bytes& data) { return riff({format_chunk(shape), chunk("data", data)}); }

TEST(Wav, WhatWasWrittenIsReadBack) {
  const Pcm pcm{0, 1, -1, 32767, -32768, 1234};

  const auto mono = parse_wav(make_wav(pcm, 22'050));
  const auto stereo = parse_wav(make_wav(pcm, 48'000, 2));

  ASSERT_TRUE(mono.has_value());
  EXPECT_EQ(mono->pcm, pcm);
  EXPECT_EQ(mono->rate_hz, 22'050U);
  ASSERT_TRUE(stereo.has_value());
  EXPECT_EQ(stereo->channels, 2);
  EXPECT_EQ(stereo->frames(), 3U);
  EXPECT_EQ(stereo->mono(), (Pcm{0, 16383, -15767}));
}

TEST(Wav, WidePcmKeepsItsHighestSixteenBits) {
  const auto of24 = parse_wav(wav({.bits = 24}, {0xFF, 0x34, 0x12, 0x00, 0x00, 0x80}));
  const auto of32 = parse_wav(wav({.bits = 32}, {0xFF, 0xFF, 0x34, 0x12, 0x00, 0x00, 0x00, 0x80}));

  ASSERT_TRUE(of24.has_value());
  EXPECT_EQ(of24->pcm, (Pcm{0x1234, -32768}));
  ASSERT_TRUE(of32.has_value());
  EXPECT_EQ(of32->pcm, (Pcm{0x1234, -32768}));
}

TEST(Wav, FloatsAreScaledAndLimitedAndNotANumberIsSilence) {
  Bytes data;
  for (const float value : {0.5F, -1.0F, 7.0F, std::bit_cast<float>(0x7FC00000U)}) put32(data, std::bit_cast<std::uint32_t>(value));

  const auto audio = parse_wav(wav({.tag = 3, .bits = 32}, data));

  ASSERT_TRUE(audio.has_value());
  EXPECT_EQ(audio->pcm, (Pcm{16384, -32768, 32767, 0}));
}

TEST(Wav, ExtensibleFormatNamesItsRealFormatInside) {
  Bytes body;
  put16(body, 0xFFFE);
  put16(body, 1);
  put32(body, 44'100);
  put32(body, 88'200);
  put16(body, 2);
  put16(body, 16);
  put16(body, 22);
  put16(body, 16);
  put32(body, 4);
  put16(body, 1);
  body.resize(40);

  const auto audio = parse_wav(riff({chunk("fmt ", body), chunk("data", {7, 0})}));

  ASSERT_TRUE(audio.has_value());
  EXPECT_EQ(audio->rate_hz, 44'100U);
  EXPECT_EQ(audio->pcm, (Pcm{7}));
}

TEST(Wav, UnknownAndOddChunksArePassedOverWithAndWithoutTheirPadByte) {
  for (const bool pad : {true, false}) {
    const auto audio = parse_wav(riff({chunk("LIST", {1, 2, 3}, pad), format_chunk({}), chunk("data", {5, 0, 6, 0})}));

    ASSERT_TRUE(audio.has_value()) << pad;
    EXPECT_EQ(audio->pcm, (Pcm{5, 6}));
  }
}

TEST(Wav, CutOffDataGivesTheWholeSamplesThatAreThere) {
  auto file = make_wav(Pcm(100, 3), 16'000, 2);
  file.resize(file.size() - 5);

  const auto audio = parse_wav(file);

  ASSERT_TRUE(audio.has_value());
  EXPECT_EQ(audio->frames(), 48U);
  EXPECT_EQ(audio->missing, 5U);
}

TEST(Wav, AChannelIsTakenByItself) {
  const auto stereo = parse_wav(make_wav(Pcm{1, -1, 2, -2, 3, -3}, 48'000, 2));

  ASSERT_TRUE(stereo.has_value());
  EXPECT_EQ(stereo->channel(0), (Pcm{1, 2, 3}));
  EXPECT_EQ(stereo->channel(1), (Pcm{-1, -2, -3}));
}

TEST(Wav, SizesOfAWriterThatStreamedMeanToTheEnd) {
  for (const std::uint32_t size : {0U, 0x7FFF'F000U, 0xFFFF'FFFFU}) {
    auto file = make_wav(Pcm(10, 3), 16'000);
    for (int i = 0; i < 4; ++i) file[static_cast<std::size_t>(40 + i)] = static_cast<std::uint8_t>(size >> 8 * i);

    const auto audio = parse_wav(file);

    ASSERT_TRUE(audio.has_value()) << size;
    EXPECT_EQ(audio->pcm.size(), 10U);
    EXPECT_EQ(audio->missing, 0U);
  }
}

TEST(Wav, WhatIsNotSuchAFileIsRefused) {
  const std::vector<Bytes> bad = {
      {},
      Bytes(100, 0),
      riff({}),
      riff({format_chunk({})}),
      riff({chunk("data", {1, 0}), format_chunk({})}),
      wav({.tag = 6, .bits = 8}, {1, 2}),
      wav({.bits = 8}, {1, 2}),
      wav({.channels = 0}, {1, 2}),
      wav({.channels = 6}, {1, 2}),
      wav({.rate_hz = 0}, {1, 2}),
      riff({chunk("fmt ", {1, 0}), chunk("data", {1, 0})}),
  };
  for (std::size_t i = 0; i < bad.size(); ++i) EXPECT_FALSE(parse_wav(bad[i]).has_value()) << i;
}

TEST(Wav, FilesOnDiskAreReadAndMissingOnesNamed) {
  const auto path = testing::TempDir() + "codevoice_wav_test.wav";
  const auto bytes = make_wav(Pcm(10, 3), 16'000);
  std::ofstream(path, std::ios::binary).write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));

  const auto read = read_wav(path);
  const auto missing = read_wav(path + ".not");

  std::remove(path.c_str());
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->length(), Duration{625'000});
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().kind, ErrorKind::NotFound);
}

}  // namespace
}  // namespace codevoice::audio
