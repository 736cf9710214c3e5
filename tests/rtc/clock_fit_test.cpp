#include "rtc/clock_fit.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "rtc/audio_track_sim.hpp"

namespace codevoice::rtc {
namespace {

using namespace std::chrono_literals;
using test::noise;

constexpr TimePoint kStart{5h};

Duration seconds(double value) { return Duration{static_cast<std::int64_t>(value * 1e9)}; }

struct Path {
  double skew_ppm = 0.0;
  std::function<double(std::size_t)> delay_seconds;  // by packet
};

TimePoint arrival(const Path& path, std::size_t number) {
  return kStart + seconds(0.02 * static_cast<double>(number) * (1.0 + path.skew_ppm * 1e-6) + path.delay_seconds(number));
}
void feed(ClockFit& fit, const Path& path, std::size_t from, std::size_t to) {
  for (auto i = from; i < to; ++i) fit.add(static_cast<std::int64_t>(i) * 960, arrival(path, i));
}
double error_ms(const ClockFit& fit, const Path& path, std::size_t number, double fastest_seconds) {
  const auto truth = kStart + seconds(0.02 * static_cast<double>(number) * (1.0 + path.skew_ppm * 1e-6) + fastest_seconds);
  return std::chrono::duration<double>(fit.local(static_cast<std::int64_t>(number) * 960) - truth).count() * 1e3;
}

TEST(ClockFit, IsExactWithoutJitterFromTheFirstPacket) {
  ClockFit fit;
  EXPECT_FALSE(fit.ready());

  fit.add(1'000'000, kStart);

  EXPECT_TRUE(fit.ready());
  EXPECT_EQ(fit.local(1'000'000 + 48'000), kStart + 1s);
  EXPECT_EQ(fit.ticks_at(kStart + 20ms), 1'000'960);
}

class ClockFitSkew : public testing::TestWithParam<double> {};

TEST_P(ClockFitSkew, FindsTheSkewUnderJitterAndStaysOnTheLine) {
  const Path path{GetParam(), [](std::size_t i) { return 0.050 * noise(i); }};
  ClockFit fit;

  feed(fit, path, 0, 50 * 60 * 5);

  EXPECT_NEAR(fit.skew_ppm(), GetParam(), 15.0);
  EXPECT_NEAR(error_ms(fit, path, 50 * 60 * 5, 0.0), 0.5, 1.0);
}

TEST_P(ClockFitSkew, KnowsTheTimeAfterAMinuteOfNothing) {
  const Path path{GetParam(), [](std::size_t i) { return 0.020 * noise(i); }};
  ClockFit fit;

  feed(fit, path, 0, 50 * 120);

  EXPECT_NEAR(error_ms(fit, path, 50 * 180, 0.0), 0.0, 3.0);
}

INSTANTIATE_TEST_SUITE_P(Ppm, ClockFitSkew, testing::Values(0.0, 20.0, 200.0, -200.0));

TEST(ClockFit, FasterPathIsFollowedAtOnce) {
  const Path path{0.0, [](std::size_t i) { return i < 1000 ? 0.080 : 0.030; }};
  ClockFit fit;

  feed(fit, path, 0, 1001);

  EXPECT_NEAR(error_ms(fit, path, 1000, 0.030), 0.0, 0.1);
}

TEST(ClockFit, SlowerPathIsFollowedWithinEightSecondsWithoutTiltingTheLine) {
  const Path path{50.0, [](std::size_t i) { return (i < 3000 ? 0.030 : 0.080) + 0.002 * noise(i); }};
  ClockFit fit;
  feed(fit, path, 0, 3000);
  const double before = fit.skew_ppm();

  feed(fit, path, 3000, 3000 + 50 * 8);

  EXPECT_NEAR(error_ms(fit, path, 3400, 0.080), 0.0, 3.0);
  EXPECT_NEAR(fit.skew_ppm(), before, 40.0);
}

TEST(ClockFit, LatePacketsDoNotMoveTheLine) {
  const Path path{0.0, [](std::size_t i) { return i % 10 == 0 ? 0.0 : 0.5; }};
  ClockFit fit;

  feed(fit, path, 0, 2000);

  EXPECT_NEAR(error_ms(fit, path, 2000, 0.0), 0.0, 0.5);
}

TEST(ClockFit, LocalAndTicksAreEachOthersInverse) {
  const Path path{150.0, [](std::size_t i) { return 0.010 * noise(i); }};
  ClockFit fit;
  feed(fit, path, 0, 6000);

  for (const std::int64_t ticks : {0LL, 48'000LL, 6'000'000LL})
    EXPECT_NEAR(static_cast<double>(fit.ticks_at(fit.local(ticks))), static_cast<double>(ticks), 1.0);
}

TEST(ClockFit, StartsAgainAfterReset) {
  ClockFit fit;
  fit.add(0, kStart);
  fit.reset();

  EXPECT_FALSE(fit.ready());
  EXPECT_EQ(fit.ticks_at(kStart), 0);
  fit.add(777, kStart + 1s);
  EXPECT_EQ(fit.local(777), kStart + 1s);
}

}  // namespace
}  // namespace codevoice::rtc
