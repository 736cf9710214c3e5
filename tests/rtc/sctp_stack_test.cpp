#include "rtc/sctp_stack.hpp"

#include <gtest/gtest.h>

#include <future>

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

}  // namespace
}  // namespace codevoice::rtc
