#include "audio/recent_samples.hpp"

#include <gtest/gtest.h>

#include <array>

namespace codevoice::audio {
namespace {

std::vector<float> copy(std::span<const float> samples) { return {samples.begin(), samples.end()}; }

TEST(RecentSamples, BeginsWithSilence) {
  const RecentSamples recent(4);
  EXPECT_EQ(copy(recent.last(4)), (std::vector<float>{0, 0, 0, 0}));
}

TEST(RecentSamples, LooksBackHoweverMuchCame) {
  RecentSamples recent(4);
  for (float sample = 0; sample < 101; ++sample) recent.push(std::array{sample});

  EXPECT_EQ(copy(recent.last(4)), (std::vector<float>{97, 98, 99, 100}));
  EXPECT_EQ(copy(recent.last(2, 1)), (std::vector<float>{98, 99}));
}

TEST(RecentSamples, ForgetsWhenCleared) {
  RecentSamples recent(3);
  recent.push(std::array{1.0F, 2.0F, 3.0F});
  recent.clear();
  recent.push(std::array{4.0F});

  EXPECT_EQ(copy(recent.last(3)), (std::vector<float>{0, 0, 4}));
}

}  // namespace
}  // namespace codevoice::audio
