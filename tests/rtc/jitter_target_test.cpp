#include "rtc/jitter_target.hpp"

#include <gtest/gtest.h>

namespace codevoice::rtc {
namespace {

using namespace std::chrono_literals;

JitterTarget target_after(int packets, Duration late_by) {
  JitterTarget target(20ms, 200ms);
  for (int i = 0; i < packets; ++i) target.add(late_by);
  return target;
}

TEST(JitterTarget, StartsInTheMiddleAndLearnsWithinASecond) {
  EXPECT_EQ(JitterTarget(20ms, 200ms).target(), 40ms);
  EXPECT_EQ(target_after(50, 0ms).target(), 20ms);
  EXPECT_EQ(target_after(50, 92ms).target(), 95ms);
}

TEST(JitterTarget, StaysWithinItsLimits) {
  EXPECT_EQ(target_after(100, 5s).target(), 200ms);
  EXPECT_EQ(target_after(100, -5ms).target(), 20ms);
}

TEST(JitterTarget, OnePacketInFiftyMayBeLate) {
  JitterTarget target(20ms, 200ms);
  for (int i = 0; i < 1000; ++i) target.add(i % 50 == 0 ? 150ms : 10ms);
  EXPECT_EQ(target.target(), 20ms);

  for (int i = 0; i < 1000; ++i) target.add(i % 10 == 0 ? 150ms : 10ms);
  EXPECT_GE(target.target(), 150ms);
}

TEST(JitterTarget, ForgetsAStormWithinTwentySeconds) {
  auto target = target_after(500, 120ms);

  for (int i = 0; i < 1000; ++i) target.add(2ms);

  EXPECT_EQ(target.target(), 20ms);
}

TEST(JitterTarget, ResetGoesBackToTheStart) {
  auto target = target_after(500, 120ms);

  target.reset();

  EXPECT_EQ(target.target(), 40ms);
}

}  // namespace
}  // namespace codevoice::rtc
