#include "base/virtual_clock.hpp"

#include <gtest/gtest.h>

#include <string>

#include "base/task_group.hpp"
#include "support/fake_clock.hpp"

namespace codevoice {
namespace {

using namespace std::chrono_literals;

class VirtualClockTest : public testing::Test {
 protected:
  Awaitable<void> note(std::string name, Duration after) {
    co_await clock.sleep_for(after);
    order += name;
  }
  asio::io_context loop;
  test::FakeClock clock;
  TaskGroup tasks{loop.get_executor(), "waiters"};
  std::string order;
};

TEST_F(VirtualClockTest, WhoIsDueFirstIsWokenFirstAndTimeStandsThere) {
  tasks.spawn("late", note("b", 2h));
  tasks.spawn("early", note("a", 1h));
  test::FakeClock::settle(loop);
  const auto begin = clock.now();

  EXPECT_EQ(clock.next_due(), begin + 1h);
  EXPECT_TRUE(clock.move_to(begin + 5h));
  test::FakeClock::settle(loop);

  EXPECT_EQ(clock.now(), begin + 1h);
  EXPECT_EQ(order, "a");
  EXPECT_TRUE(clock.move_to(begin + 5h));
  EXPECT_FALSE(clock.move_to(begin + 5h));
  EXPECT_EQ(clock.now(), begin + 5h);
}

TEST_F(VirtualClockTest, WhoIsCancelledIsForgotten) {
  tasks.spawn("never", note("a", 1h));
  test::FakeClock::settle(loop);
  tasks.cancel();
  test::FakeClock::settle(loop);

  EXPECT_FALSE(clock.next_due());
}

TEST_F(VirtualClockTest, WhatIsPastIsNotWaitedFor) {
  tasks.spawn("now", note("a", 0s));
  test::FakeClock::settle(loop);

  EXPECT_EQ(order, "a");
}

}  // namespace
}  // namespace codevoice
