// Threads for work that would block or take longer than a millisecond (inference, files, databases), awaited from a strand.
// Ownership: a job owns all it touches; when its waiter is cancelled the job's result is dropped, the job still ends.
// Thread:    run() from any executor; the result arrives on the caller's own. The caller's io_context outlives the pool.
// Errors:    Cancelled when the waiter's cancellation slot fires, or the pool is stopping; what a job throws is Internal.
#pragma once

#include <array>
#include <atomic>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/prefer.hpp>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/asio.hpp"
#include "base/result.hpp"

namespace codevoice {

/// Lower runs first. Within one priority: first come, first served.
enum class Priority : std::uint8_t { Vad, Turn, SttFinal, Tts, Captions, Background };

struct WorkerPoolConfig {
  std::string name = "compute";
  unsigned threads = 1;              // that take any work
  std::vector<Priority> reserved{};  // one more thread each, for work at least so urgent: long work in the others never holds that up
  int niceness = 0;                  // added to the threads' nice value, so that media threads preempt them
};

class WorkerPool {
 public:
  explicit WorkerPool(WorkerPoolConfig config);
  ~WorkerPool();  // lets running jobs end; queued ones are dropped
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// For callers that want no answer.
  void post(Priority priority, std::function<void()> job);

  template <class T>
  Awaitable<Result<T>> run(Priority priority, std::function<Result<T>()> job) {
    auto initiate = [this, priority, job = std::move(job)](auto handler) mutable { start<T>(priority, std::move(job), std::move(handler)); };
    auto result =
        co_await asio::async_initiate<const asio::use_awaitable_t<>, void(std::shared_ptr<Result<T>>)>(std::move(initiate), asio::use_awaitable);
    co_return std::move(*result);
  }

  std::size_t queued() const;
  /// Nothing is queued or running, and the results of all that ran are on their way to who waits for them.
  bool idle() const { return done_.load(std::memory_order_acquire) == asked_.load(std::memory_order_relaxed); }
  /// How many it was asked for so far.
  std::uint64_t jobs() const { return asked_.load(std::memory_order_relaxed); }
  unsigned threads() const { return static_cast<unsigned>(workers_.size()); }

 private:
  /// One wait: belongs to the waiter's executor, so it needs no lock.
  template <class T, class Handler>
  struct Wait {
    Wait(Handler h, asio::any_io_executor w) : handler(std::move(h)), work(std::move(w)) {}
    void finish(Result<T> result) {
      if (!handler) return;
      auto taken = std::move(*handler);
      handler.reset();
      asio::get_associated_cancellation_slot(taken).clear();
      const auto held = std::move(work);
      std::move(taken)(std::make_shared<Result<T>>(std::move(result)));
    }
    std::optional<Handler> handler;
    asio::any_io_executor work;  // keeps the waiter's loop running until the answer is there
  };

  template <class T, class Handler>
  void start(Priority priority, std::function<Result<T>()> job, Handler handler) {
    const asio::any_io_executor executor = asio::get_associated_executor(handler);
    auto slot = asio::get_associated_cancellation_slot(handler);
    auto wait = std::make_shared<Wait<T, Handler>>(std::move(handler), asio::prefer(executor, asio::execution::outstanding_work.tracked));
    if (slot.is_connected()) {
      slot.assign(
          [wait, executor](asio::cancellation_type) { asio::post(executor, [wait] { wait->finish(fail(ErrorKind::Cancelled, "cancelled")); }); });
    }
    post(priority, [wait = std::move(wait), executor, job = std::move(job)]() mutable {
      auto result = std::make_shared<Result<T>>(attempt<T>(job));
      asio::post(executor, [wait = std::move(wait), result] { wait->finish(std::move(*result)); });
    });
  }

  template <class T>
  static Result<T> attempt(const std::function<Result<T>()>& job) {
    try {
      return job();
    } catch (const std::exception& error) {
      return fail(ErrorKind::Internal, error.what());
    }
  }

  struct Worker {
    Priority least = Priority::Background;  // the least urgent work it takes
    std::condition_variable wake;
    bool idle = false;
    std::thread thread;
  };
  void work(Worker& worker);
  std::optional<std::function<void()>> next(Worker& worker);

  WorkerPoolConfig config_;
  mutable std::mutex mutex_;
  std::array<std::deque<std::function<void()>>, 6> queues_;
  bool stopping_ = false;
  std::atomic<std::uint64_t> asked_{0};
  std::atomic<std::uint64_t> done_{0};
  std::vector<std::unique_ptr<Worker>> workers_;  // those for the most urgent work first
};

}  // namespace codevoice
