// The heartbeat of the loops (R22): each is asked twice a second for a sign of life. One that gives none for too long is logged with the
// stack of its thread, which says what blocks it; and again when it goes on.
// Units:     durations. Ownership: the loops outlive stop().
// Thread:    the owner's; it has one of its own for looking. Errors: Internal when that cannot be started.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace codevoice {

struct LoopHang {
  std::string thread;
  Duration length{};  // so far; of the whole when it is over
  bool over = false;
  std::string stack;  // when it was noticed; why there is none
};

struct LoopWatchConfig {
  Duration period = std::chrono::milliseconds{500};
  Duration limit = std::chrono::seconds{2};  // no handler may take a thousandth of it
};

class LoopWatch {
 public:
  using Config = LoopWatchConfig;
  explicit LoopWatch(Config config = {}) : config_(config) {}
  ~LoopWatch() { stop(); }
  LoopWatch(const LoopWatch&) = delete;
  LoopWatch& operator=(const LoopWatch&) = delete;

  /// Before start(). A loop counts from its first sign of life on.
  void watch(std::string name, asio::any_io_executor loop);
  Result<void> start();
  void stop();

  /// One look at all; what start()'s thread does each period.
  void look(TimePoint now);
  /// Told on the looking thread; unset: logged and counted.
  std::function<void(const LoopHang&)> on_hang;

 private:
  /// Shared with the question on its way, which may outlive the watch.
  struct Beat {
    std::atomic<bool> asked{false};
    std::atomic<pthread_t> thread{};
  };
  struct Watched {
    std::string name;
    asio::any_io_executor loop;
    std::shared_ptr<Beat> beat;
    TimePoint asked_at{};
    bool told = false;
  };
  void look_at(Watched& watched, TimePoint now);
  void tell(const LoopHang& hang) const;
  void run();

  Config config_;
  std::vector<Watched> watched_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace codevoice
