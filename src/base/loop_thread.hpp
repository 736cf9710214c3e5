// A thread that runs one io_context, and the way to run a coroutine on another such thread.
// Ownership: what uses the loop goes after stop() and before the LoopThread; a loop that calls run_on() goes after both.
// Thread:    start() and stop() from the owner's; the executor may be posted to from any.
// Errors:    Internal when the thread cannot be started.
#pragma once

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <string>
#include <thread>

#include "base/asio.hpp"
#include "base/result.hpp"

namespace codevoice {

class LoopThread {
 public:
  explicit LoopThread(std::string name);
  ~LoopThread();  // as stop()
  LoopThread(const LoopThread&) = delete;
  LoopThread& operator=(const LoopThread&) = delete;

  asio::any_io_executor executor() { return loop_.get_executor(); }
  /// From here on what is posted runs; before, it waits.
  Result<void> start();
  /// Ends after the handler that runs now, and joins. What is still queued is dropped with the loop.
  void stop();

 private:
  std::string name_;  // at most 15 letters, for the debugger
  asio::io_context loop_{1};
  asio::executor_work_guard<asio::io_context::executor_type> guard_;
  std::thread thread_;
};

/// Runs `work` on the single-threaded executor `there`; its result, or what it throws, comes back on the caller's own.
/// The caller's loop outlives the thread of `there`, which lets go of it a moment after the result is back.
/// Once begun it is not cancelled with the caller: a signal must not be sent from one thread into another's coroutine.
template <class T>
Awaitable<T> run_on(asio::any_io_executor there, Awaitable<T> work) {
  co_return co_await asio::co_spawn(there, std::move(work), asio::bind_cancellation_slot(asio::cancellation_slot(), asio::use_awaitable));
}

}  // namespace codevoice
