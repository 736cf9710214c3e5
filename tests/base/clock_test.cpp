#include "base/clock.hpp"

#include <gtest/gtest.h>

#include "base/timer_grid.hpp"
#include "support/fake_clock.hpp"

namespace codevoice {
namespace {

using namespace std::chrono_literals;

Awaitable<void> note_when(Clock& clock, Duration after, std::vector<Duration>& when, TimePoint zero) {
  co_await clock.sleep_for(after);
  when.push_back(clock.now() - zero);
}

TEST(FakeClock, WakesSleepersInOrderAtTheirTime) {
  asio::io_context loop;
  test::FakeClock clock;
  std::vector<Duration> when;
  const auto zero = clock.now();
  asio::co_spawn(loop, note_when(clock, 3s, when, zero), [](std::exception_ptr) {});
  asio::co_spawn(loop, note_when(clock, 1s, when, zero), [](std::exception_ptr) {});

  clock.advance(loop, 2s);
  EXPECT_EQ(when, (std::vector<Duration>{1s}));
  clock.advance(loop, 2s);
  EXPECT_EQ(when, (std::vector<Duration>{1s, 3s}));
}

TEST(SystemClock, WaitsEndOnAGridSoThatTheyFallTogether) {
  const TimePoint zero{};
  EXPECT_EQ(on_timer_grid(zero + 20ms), zero + 20ms);
  EXPECT_EQ(on_timer_grid(zero + 20ms + 1ns), zero + 25ms);
  EXPECT_EQ(on_timer_grid(zero + 24ms + 999us), zero + 25ms);
  EXPECT_EQ(on_timer_grid(zero - 3ms), zero);
  EXPECT_EQ(on_timer_grid(zero - 5ms), zero - 5ms);
  EXPECT_EQ(on_timer_grid(TimePoint::max()), TimePoint::max());
}

TEST(SystemClock, AWaitIsNeverTooShort) {
  asio::io_context loop;
  SystemClock clock;
  std::vector<Duration> when;
  const auto zero = clock.now();
  for (const auto after : {1ms, 2ms, 7ms}) asio::co_spawn(loop, note_when(clock, after, when, zero), [](std::exception_ptr) {});

  loop.run();

  ASSERT_EQ(when.size(), 3U);
  EXPECT_GE(when[0], 1ms);
  EXPECT_GE(when[2], 7ms);
}

TEST(SystemClock, WallTimeIsAfter2024) { EXPECT_GT(SystemClock().wall_us(), 1'704'067'200'000'000); }

}  // namespace
}  // namespace codevoice
