// Lets coroutines of one strand wait for a change: wait() returns after the next notify(). Check the condition in a loop.
// Ownership: outlives its waiters. Thread: one strand.
#pragma once

#include "base/asio.hpp"

namespace codevoice::pipeline {

class Signal {
 public:
  explicit Signal(const asio::any_io_executor& executor) : timer_(executor, asio::steady_timer::time_point::max()) {}

  void notify() { timer_.cancel(); }
  Awaitable<void> wait() { co_await timer_.async_wait(as_tuple_awaitable); }

 private:
  asio::steady_timer timer_;  // never fires; cancelling it wakes everybody
};

}  // namespace codevoice::pipeline
