#include "base/task_group.hpp"

#include <gtest/gtest.h>

#include "support/fake_clock.hpp"
#include "support/run_awaitable.hpp"

namespace codevoice {
namespace {

using namespace std::chrono_literals;

Awaitable<void> sleep_then_count(Clock& clock, Duration length, int& count) {
  co_await clock.sleep_for(length);
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() == asio::cancellation_type::none) ++count;
}

Awaitable<void> throw_soon() {
  throw std::runtime_error("broken task");
  co_return;
}

TEST(TaskGroup, CloseCancelsAndWaits) {
  asio::io_context loop;
  test::FakeClock clock;
  TaskGroup group(loop.get_executor(), "test");
  int count = 0;
  group.spawn("one", sleep_then_count(clock, 1h, count));
  group.spawn("two", sleep_then_count(clock, 2h, count));
  test::FakeClock::settle(loop);
  ASSERT_EQ(group.size(), 2U);

  test::run(loop, group.close());

  EXPECT_EQ(group.size(), 0U);
  EXPECT_EQ(count, 0);
}

TEST(TaskGroup, JoinWaitsForTheWorkToEnd) {
  asio::io_context loop;
  test::FakeClock clock;
  TaskGroup group(loop.get_executor(), "test");
  int count = 0;
  bool joined = false;
  group.spawn("one", sleep_then_count(clock, 5s, count));
  asio::co_spawn(loop, group.join(), [&](std::exception_ptr) { joined = true; });

  clock.advance(loop, 4s);
  EXPECT_FALSE(joined);
  clock.advance(loop, 2s);

  EXPECT_TRUE(joined);
  EXPECT_EQ(count, 1);
}

TEST(TaskGroup, AThrowingTaskLeavesTheOthersRunning) {
  asio::io_context loop;
  test::FakeClock clock;
  TaskGroup group(loop.get_executor(), "test");
  int count = 0;
  group.spawn("bad", throw_soon());
  group.spawn("good", sleep_then_count(clock, 1s, count));

  clock.advance(loop, 2s);

  EXPECT_EQ(count, 1);
  EXPECT_EQ(group.size(), 0U);
}

TEST(TaskGroup, NothingStartsAfterClose) {
  asio::io_context loop;
  test::FakeClock clock;
  TaskGroup group(loop.get_executor(), "test");
  test::run(loop, group.close());
  int count = 0;
  group.spawn("late", sleep_then_count(clock, 0s, count));
  clock.advance(loop, 1s);

  EXPECT_EQ(count, 0);
}

}  // namespace
}  // namespace codevoice
