#include "voice/recent_audio.hpp"

#include <gtest/gtest.h>

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;

TEST(RecentAudio, GivesTheNewestOldestFirst) {
  RecentAudio recent;
  for (std::int16_t i = 0; i < 10; ++i) recent.push(std::vector<std::int16_t>(320, i), i * 20ms, false);

  const auto samples = recent.last(40ms);

  ASSERT_EQ(samples.size(), 640U);
  EXPECT_EQ(samples.front(), 8);
  EXPECT_EQ(samples.back(), 9);
}

TEST(RecentAudio, ForgetsWhatIsOlderThanEightSeconds) {
  RecentAudio recent;
  for (int i = 0; i < 600; ++i) recent.push(std::vector<std::int16_t>(320, 1), i * 20ms, true);

  EXPECT_EQ(recent.frames().size(), 410U);
  EXPECT_EQ(recent.frames().front().at, MediaTime{3800ms});
  EXPECT_EQ(recent.last(20s).size(), 131'200U);
}

}  // namespace
}  // namespace codevoice::voice
