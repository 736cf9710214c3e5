#include "rtc/jitter_samples.hpp"

#include <gtest/gtest.h>

namespace codevoice::rtc {
namespace {

using audio::Pcm;

TEST(JitterSamples, ComeOutInOrderWithTheTimeOfTheFirst) {
  JitterSamples samples;
  samples.append(Pcm(320, 1), {9'600, 960, false});
  samples.append(Pcm(320, 2), {10'560, 960, false});
  Pcm out(480);

  const auto first = samples.pop(out);

  EXPECT_EQ(first.timestamp, 9'600);
  EXPECT_EQ(out[319], 1);
  EXPECT_EQ(out[320], 2);
  EXPECT_EQ(samples.size(), 160U);
  EXPECT_EQ(samples.front_timestamp(), 10'560 + 480);
}

TEST(JitterSamples, ShortenedStretchStillSpansItsTime) {
  JitterSamples samples;
  samples.append(Pcm(160, 1), {0, 960, false});  // 20 ms of the sender's time in 10 ms
  samples.append(Pcm(160, 2), {960, 0, true});   // put in by us: no time of the sender's
  Pcm out(80);

  samples.pop(out);
  EXPECT_EQ(samples.front_timestamp(), 480);
  samples.pop(out);
  EXPECT_EQ(samples.front_timestamp(), 960);
  samples.pop(out);
  EXPECT_EQ(samples.front_timestamp(), 960);
}

TEST(JitterSamples, FrameIsConcealedWhenMostOfItIs) {
  JitterSamples samples;
  samples.append(Pcm(200, 1), {0, 600, false});
  samples.append(Pcm(120, 1), {600, 360, true});
  samples.append(Pcm(320, 1), {960, 960, true});
  Pcm out(320);

  EXPECT_FALSE(samples.pop(out).concealed);
  EXPECT_TRUE(samples.pop(out).concealed);
}

TEST(JitterSamples, RefuseWhatHasNoRoom) {
  JitterSamples samples;

  EXPECT_TRUE(samples.append(Pcm(3'000), {}));
  EXPECT_FALSE(samples.append(Pcm(3'000), {}));
  EXPECT_EQ(samples.size(), 3'000U);
  samples.clear();
  EXPECT_EQ(samples.size(), 0U);
  int stretches = 0;
  while (samples.append(Pcm(1), {})) ++stretches;
  EXPECT_EQ(stretches, 32);
}

}  // namespace
}  // namespace codevoice::rtc
