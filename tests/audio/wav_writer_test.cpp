#include "audio/wav_writer.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>

#include "audio/wav.hpp"

namespace codevoice::audio {
namespace {

class WavWriterTest : public testing::Test {
 protected:
  void TearDown() override { std::remove(path_.c_str()); }
  std::string path_ = testing::TempDir() + "codevoice_wav_writer_" + std::to_string(::getpid()) + ".wav";
};

TEST_F(WavWriterTest, FlushedSamplesAreAWholeFileThoughTheWriterNeverEnded) {
  auto writer = WavWriter::create(path_, 16'000).value();
  ASSERT_TRUE(writer.write(Pcm(320, 7)).has_value());
  ASSERT_TRUE(writer.flush().has_value());
  ASSERT_TRUE(writer.write(Pcm(320, 9)).has_value());

  const auto as_after_a_crash = read_wav(path_);

  ASSERT_TRUE(as_after_a_crash.has_value());
  EXPECT_EQ(as_after_a_crash->pcm, Pcm(320, 7));
  EXPECT_EQ(writer.frames_written(), 640U);
}

TEST_F(WavWriterTest, SamplesCutOffBehindTheHeadersCountAreNotRead) {
  // the order "samples, then header" means that a crash in between leaves more data than the header says
  auto writer = WavWriter::create(path_, 16'000).value();
  ASSERT_TRUE(writer.write(Pcm(100, 7)).has_value());
  ASSERT_TRUE(writer.close().has_value());
  ASSERT_EQ(::truncate(path_.c_str(), static_cast<off_t>(kWavHeaderSize + 200 + 64)), 0);

  EXPECT_EQ(read_wav(path_).value().pcm.size(), 100U);
}

TEST_F(WavWriterTest, LongStereoIsFlushedByItselfAndClosedByItsEnd) {
  constexpr std::size_t kFrames = 60'000;
  {
    auto writer = WavWriter::create(path_, 48'000, 2).value();
    for (std::size_t i = 0; i < kFrames; ++i) ASSERT_TRUE(writer.write(Pcm{static_cast<std::int16_t>(i % 1000), -1}).has_value());
    EXPECT_GT(read_wav(path_).value().frames(), 30'000U);
    auto moved = std::move(writer);
  }

  const auto audio = read_wav(path_).value();

  ASSERT_EQ(audio.frames(), kFrames);
  EXPECT_EQ(audio.channels, 2);
  EXPECT_EQ(audio.pcm[2 * 59'999], 999);
}

TEST_F(WavWriterTest, RefusesWhatCannotBe) {
  EXPECT_FALSE(WavWriter::create("/nowhere/at/all.wav", 16'000).has_value());
  EXPECT_FALSE(WavWriter::create(path_, 0).has_value());
  EXPECT_FALSE(WavWriter::create(path_, 16'000, 3).has_value());
  auto writer = WavWriter::create(path_, 16'000).value();
  ASSERT_TRUE(writer.close().has_value());
  EXPECT_FALSE(writer.write(Pcm(1)).has_value());
  EXPECT_TRUE(writer.close().has_value());
}

}  // namespace
}  // namespace codevoice::audio
