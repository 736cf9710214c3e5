#include "base/clock.hpp"

#include <gtest/gtest.h>

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

TEST(SystemClock, WallTimeIsAfter2024) { EXPECT_GT(SystemClock().wall_us(), 1'704'067'200'000'000); }

}  // namespace
}  // namespace codevoice
