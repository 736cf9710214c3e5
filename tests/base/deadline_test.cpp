#include "base/deadline.hpp"

#include <gtest/gtest.h>

#include "support/run_awaitable.hpp"

namespace codevoice {
namespace {

using namespace std::chrono_literals;

Awaitable<Result<int>> never(bool& has_ended) {
  asio::steady_timer timer(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
  co_await timer.async_wait(as_tuple_awaitable);
  has_ended = true;
  co_return 1;
}
Awaitable<Result<int>> at_once() { co_return 7; }

TEST(Deadline, WhatTakesTooLongIsCancelledAndHasEnded) {
  bool has_ended = false;

  const auto late = test::run(within(0ms, never(has_ended)));

  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().kind, ErrorKind::Timeout);
  EXPECT_TRUE(has_ended);
}

TEST(Deadline, WhatIsInTimeGivesItsValue) { EXPECT_EQ(test::run(within(1h, at_once())).value(), 7); }

}  // namespace
}  // namespace codevoice
