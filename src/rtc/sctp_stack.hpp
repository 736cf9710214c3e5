// The one thread on which every usrsctp call of the process is made, and usrsctp's clock. usrsctp is a single global stack
// whose own threads deadlock against each other, so it runs without them (usrsctp_init_nothreads) and is driven here.
// Ownership: shared by the hubs of a process, because usrsctp exists once: the last one to go stops the thread. What is
//            posted may refer to what its poster outlives until the post has run.
// Thread:    shared(), post() from any; what is posted runs on the SCTP thread. The destructor runs what is posted, then joins.
// Errors:    Internal when the thread cannot be started.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "base/asio.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"

namespace codevoice::rtc {

class SctpStack {
 public:
  /// The stack that runs, or a new one. It can only be had this way, so that there are never two.
  static Result<std::shared_ptr<SctpStack>> shared();
  ~SctpStack();
  SctpStack(const SctpStack&) = delete;
  SctpStack& operator=(const SctpStack&) = delete;

  template <class Job>
  void post(Job job) {
    asio::post(loop_, [this, job = std::move(job)]() mutable {
      begin_work();
      job();
    });
  }
  /// SCTP thread: `ticked` runs after usrsctp's timers each 10 ms, or 100 ms while nobody posts, until the next call with the same key
  /// and nothing.
  void on_tick(const void* key, std::function<void()> ticked);

 private:
  SctpStack();
  void run();
  void tick();
  void advance();
  void begin_work();

  asio::io_context loop_{1};
  asio::executor_work_guard<asio::io_context::executor_type> guard_;
  asio::steady_timer timer_;
  TimePoint ticked_at_{};
  int quiet_ticks_ = 0;  // since something was posted
  bool resting_ = false;
  std::vector<std::pair<const void*, std::function<void()>>> ticked_;
  std::thread thread_;
};

}  // namespace codevoice::rtc
