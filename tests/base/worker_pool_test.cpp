#include "base/worker_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <future>

#include "support/run_awaitable.hpp"

namespace codevoice {
namespace {

using namespace std::chrono_literals;

TEST(WorkerPool, GivesTheJobsValueOnTheCallersThread) {
  asio::io_context loop;
  WorkerPool pool({.threads = 2});
  const auto caller = std::this_thread::get_id();
  std::thread::id resumed_on;
  std::function<Result<int>()> job = [] { return 7; };
  const auto task = [](WorkerPool& p, std::function<Result<int>()> j, std::thread::id& id) -> Awaitable<Result<int>> {
    auto value = co_await p.run<int>(Priority::Turn, std::move(j));
    id = std::this_thread::get_id();
    co_return value;
  };

  const auto value = test::run(loop, task(pool, job, resumed_on));

  ASSERT_TRUE(value.has_value());
  EXPECT_EQ(*value, 7);
  EXPECT_EQ(resumed_on, caller);
}

TEST(WorkerPool, IsIdleWhenItsJobsAreDoneAndTheirResultsOnTheWay) {
  std::promise<void> begun, release;
  WorkerPool pool({});
  EXPECT_TRUE(pool.idle());
  pool.post(Priority::Turn, [&begun, gate = release.get_future().share()] {
    begun.set_value();
    gate.wait();
  });
  EXPECT_FALSE(pool.idle());
  begun.get_future().wait();
  EXPECT_EQ(pool.queued(), 0U);
  EXPECT_FALSE(pool.idle());
  release.set_value();
  while (!pool.idle()) std::this_thread::yield();

  EXPECT_EQ(pool.jobs(), 1U);
}

TEST(WorkerPool, WhatAJobThrowsBecomesAnError) {
  asio::io_context loop;
  WorkerPool pool({});
  std::function<Result<int>()> job = []() -> Result<int> { throw std::runtime_error("model broke"); };

  const auto value = test::run(loop, pool.run<int>(Priority::Turn, job));

  ASSERT_FALSE(value.has_value());
  EXPECT_EQ(value.error().kind, ErrorKind::Internal);
  EXPECT_EQ(value.error().message, "model broke");
}

TEST(WorkerPool, ACancelledWaitReturnsAtOnceWhileTheJobStillRuns) {
  std::promise<void> begun, release;
  std::atomic<bool> ended = false;
  asio::io_context loop;
  asio::cancellation_signal cancel;
  std::optional<Result<int>> value;
  {
    WorkerPool pool({});
    std::function<Result<int>()> job = [&, gate = release.get_future().share()]() -> Result<int> {
      begun.set_value();
      gate.wait();
      ended = true;
      return 1;
    };
    const auto note = [&value](std::exception_ptr, Result<int> got) { value = std::move(got); };
    asio::co_spawn(loop, pool.run<int>(Priority::Tts, job), asio::bind_cancellation_slot(cancel.slot(), note));
    loop.poll();
    begun.get_future().wait();

    cancel.emit(asio::cancellation_type::terminal);
    loop.restart();
    loop.poll();

    ASSERT_TRUE(value.has_value());
    ASSERT_FALSE(value->has_value());
    EXPECT_EQ(value->error().kind, ErrorKind::Cancelled);
    EXPECT_FALSE(ended);
    release.set_value();
  }
  EXPECT_TRUE(ended);
}

TEST(WorkerPool, UrgentWorkOvertakes) {
  std::promise<void> release;
  std::vector<int> order;
  {
    WorkerPool pool({});
    std::promise<void> done;
    pool.post(Priority::Vad, [gate = release.get_future().share()] { gate.wait(); });
    pool.post(Priority::Captions, [&] {
      order.push_back(2);
      done.set_value();
    });
    pool.post(Priority::Vad, [&] { order.push_back(1); });
    release.set_value();
    done.get_future().wait();
  }
  EXPECT_EQ(order, (std::vector{1, 2}));
}

TEST(WorkerPool, AReservedThreadTakesUrgentWorkWhileTheOthersAreBusyAndLeavesTheRest) {
  std::promise<void> release;
  const auto gate = release.get_future().share();
  std::promise<void> urgent_done;
  std::atomic<bool> background_ran = false;
  WorkerPool pool({.threads = 1, .reserved = {Priority::Turn}});
  std::promise<void> busy;
  pool.post(Priority::Background, [&busy, gate] {
    busy.set_value();
    gate.wait();
  });
  busy.get_future().wait();
  pool.post(Priority::Background, [&] { background_ran = true; });

  pool.post(Priority::Vad, [&] { urgent_done.set_value(); });

  const auto ended = urgent_done.get_future().wait_for(10s);
  const bool ran_too_early = background_ran;
  release.set_value();
  EXPECT_EQ(ended, std::future_status::ready);
  EXPECT_FALSE(ran_too_early);
}

}  // namespace
}  // namespace codevoice
