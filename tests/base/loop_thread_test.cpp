#include "base/loop_thread.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "support/run_awaitable.hpp"

namespace codevoice {
namespace {

Awaitable<std::thread::id> thread_here() { co_return std::this_thread::get_id(); }
Awaitable<int> thrown() {
  throw std::runtime_error("no");
  co_return 1;
}

struct Seen {
  std::thread::id there, back;
};
Awaitable<Seen> visit(asio::any_io_executor there) {
  Seen seen;
  seen.there = co_await run_on(there, thread_here());
  seen.back = std::this_thread::get_id();
  co_return seen;
}

Awaitable<bool> error_comes_back(asio::any_io_executor there) {
  try {
    co_await run_on(there, thrown());
  } catch (const std::runtime_error&) {
    co_return true;
  }
  co_return false;
}

// The caller's loop is made first, so that it outlives the other thread.
class LoopThreadTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(other_.start()); }

  asio::io_context here_;
  LoopThread other_{"other"};
};

TEST_F(LoopThreadTest, RunsACoroutineThereAndComesBack) {
  const auto seen = test::run(here_, visit(other_.executor()));

  EXPECT_NE(seen.there, std::this_thread::get_id());
  EXPECT_EQ(seen.back, std::this_thread::get_id());
}

TEST_F(LoopThreadTest, WhatIsThrownThereComesBack) { EXPECT_TRUE(test::run(here_, error_comes_back(other_.executor()))); }

TEST(LoopThread, WhatIsPostedBeforeTheStartWaitsForIt) {
  asio::io_context here;
  LoopThread other("other");
  std::thread::id ran;
  asio::post(other.executor(), [&ran] { ran = std::this_thread::get_id(); });
  EXPECT_EQ(ran, std::thread::id());

  ASSERT_TRUE(other.start());
  test::run(here, visit(other.executor()));

  EXPECT_NE(ran, std::thread::id());
}

TEST(LoopThread, StopsWithoutHavingStarted) {
  LoopThread other("other");
  other.stop();
  SUCCEED();
}

}  // namespace
}  // namespace codevoice
