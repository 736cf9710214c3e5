#include "rtc/sctp_stack.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <future>
#include <vector>

namespace codevoice::rtc {
namespace {

TEST(SctpStack, TwoHubsShareOne) {
  const auto first = SctpStack::shared();
  const auto second = SctpStack::shared();

  ASSERT_TRUE(first && second);
  EXPECT_EQ(*first, *second);
}

TEST(SctpStack, RunsEverythingOnOneThreadOfItsOwn) {
  const auto stack = *SctpStack::shared();
  std::promise<std::thread::id> first;
  std::promise<std::thread::id> second;

  stack->post([&] { first.set_value(std::this_thread::get_id()); });
  stack->post([&] { second.set_value(std::this_thread::get_id()); });
  const auto where = first.get_future().get();

  EXPECT_EQ(where, second.get_future().get());
  EXPECT_NE(where, std::this_thread::get_id());
}

TEST(SctpStack, RunsWhatWasPostedBeforeItGoes) {
  int ran = 0;
  {
    const auto stack = *SctpStack::shared();
    for (int i = 0; i < 100; ++i) stack->post([&] { ++ran; });
  }

  EXPECT_EQ(ran, 100);
}

TEST(SctpStack, ANewOneBeginsAfterTheLastHasGone) {
  for (int i = 0; i < 3; ++i) {
    const auto stack = SctpStack::shared();
    ASSERT_TRUE(stack);
    std::promise<void> ticked;
    int ticks = 0;
    (*stack)->post([&, running = stack->get()] {
      running->on_tick(&ticked, [&] {
        if (++ticks == 1) ticked.set_value();
      });
    });
    ticked.get_future().wait();
    (*stack)->post([&, running = stack->get()] { running->on_tick(&ticked, nullptr); });
  }
}

/// The gaps between ticks while nobody posts; at the end of each the ticks' owner may say something.
class Ticks {
 public:
  explicit Ticks(SctpStack& stack) : stack_(stack) {}

  std::vector<Duration> gaps(std::size_t count) {
    std::promise<std::vector<Duration>> done;
    auto answer = done.get_future();
    std::vector<Duration> seen;
    auto last = std::chrono::steady_clock::now();
    stack_.post([&] {
      stack_.on_tick(this, [&, count] {
        if (seen.size() == count) return;
        const auto now = std::chrono::steady_clock::now();
        seen.push_back(now - last);
        last = now;
        if (seen.size() == count) done.set_value(seen);
      });
    });
    auto result = answer.get();
    std::promise<void> gone;
    stack_.post([&] {
      stack_.on_tick(this, nullptr);
      gone.set_value();
    });
    gone.get_future().wait();
    return result;
  }

 private:
  SctpStack& stack_;
};

TEST(SctpStack, TicksLessOftenWhileNobodyPostsAndOftenAgainAfter) {
  const auto stack = *SctpStack::shared();
  Ticks ticks(*stack);

  const auto while_quiet = ticks.gaps(24);
  const auto after_posts = ticks.gaps(10);

  // a loaded machine makes gaps longer, never shorter
  EXPECT_GE(while_quiet.back(), std::chrono::milliseconds{90});
  EXPECT_LT(*std::min_element(while_quiet.begin(), while_quiet.end()), std::chrono::milliseconds{90});
  EXPECT_LT(*std::min_element(after_posts.begin(), after_posts.end()), std::chrono::milliseconds{90});
}

}  // namespace
}  // namespace codevoice::rtc
