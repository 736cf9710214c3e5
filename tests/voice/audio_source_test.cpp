#include "voice/audio_source.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;

TEST(AudioSource, FullDropsTheOldestAndCounts) {
  asio::io_context loop;
  AudioSource source(loop.get_executor());
  const std::vector<std::int16_t> pcm(kFrameSamples, 5);

  for (int i = 0; i < 53; ++i) source.push(pcm, i * 20ms, false);

  EXPECT_EQ(source.dropped(), 3U);
  EXPECT_EQ(source.pushed(), 53U);
  const auto first = source.pop();
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->at, MediaTime{60ms});
}

TEST(AudioSource, R9WhoIsMutedIsNotListenedTo) {
  asio::io_context loop;
  AudioSource source(loop.get_executor());
  const std::vector<std::int16_t> pcm(kFrameSamples, 5);
  source.push(pcm, 0ms, false);
  source.set_muted(true);
  source.push(pcm, 20ms, false);
  source.set_muted(false);
  source.push(pcm, 40ms, false);

  EXPECT_EQ(source.pop()->at, MediaTime{0ms});  // said before
  EXPECT_EQ(source.pop()->at, MediaTime{40ms});
  EXPECT_FALSE(source.pop().has_value());
}

TEST(AudioSource, ShortFramesArePaddedWithSilence) {
  asio::io_context loop;
  AudioSource source(loop.get_executor());
  source.push(std::vector<std::int16_t>(kFrameSamples, 9), 0ms, false);
  source.push(std::vector<std::int16_t>(3, 7), 20ms, true);
  source.pop();

  const auto audio = source.pop();

  ASSERT_TRUE(audio.has_value());
  EXPECT_EQ(audio->pcm[2], 7);
  EXPECT_EQ(audio->pcm[3], 0);
  EXPECT_TRUE(audio->concealed);
  EXPECT_FALSE(source.pop().has_value());
}

}  // namespace
}  // namespace codevoice::voice
