#include "base/loop_watch.hpp"

#include <boost/asio/post.hpp>
#include <system_error>

#include "base/log.hpp"
#include "base/metrics.hpp"
#include "base/thread_stack.hpp"

namespace codevoice {

void LoopWatch::watch(std::string name, asio::any_io_executor loop) {
  watched_.push_back({std::move(name), std::move(loop), std::make_shared<Beat>(), {}, false});
}

Result<void> LoopWatch::start() {
  try {
    thread_ = std::thread([this] { run(); });
  } catch (const std::system_error& error) {
    return fail(ErrorKind::Internal, std::string("cannot start the thread that watches the others: ") + error.what());
  }
  return {};
}

void LoopWatch::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void LoopWatch::run() {
  pthread_setname_np(pthread_self(), "watch");
  const SystemClock clock;
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, config_.period, [this] { return stopping_; })) look(clock.now());
}

void LoopWatch::look(TimePoint now) {
  for (auto& watched : watched_) look_at(watched, now);
}

void LoopWatch::look_at(Watched& watched, TimePoint now) {
  auto& beat = *watched.beat;
  const auto length = now - watched.asked_at;
  if (!beat.asked) {
    if (std::exchange(watched.told, false)) tell({watched.name, length, true, {}});
    watched.asked_at = now;
    beat.asked = true;
    asio::post(watched.loop, [beat = watched.beat] {
      beat->thread = pthread_self();
      beat->asked = false;
    });
    return;
  }
  const bool has_begun = beat.thread.load() != pthread_t{};
  if (!has_begun || watched.told || length < config_.limit) return;
  watched.told = true;
  auto stack = stack_of(beat.thread);
  tell({watched.name, length, false, stack ? std::move(*stack) : stack.error().message});
}

void LoopWatch::tell(const LoopHang& hang) const {
  if (on_hang) return on_hang(hang);
  const auto ms = hang.length / std::chrono::milliseconds{1};
  if (hang.over) return log::warn("thread.goes_on", {{"thread", hang.thread}, {"ms", ms}});
  metrics::thread_hung();
  log::error("thread.hangs", {{"thread", hang.thread}, {"ms", ms}, {"stack", hang.stack}});
}

}  // namespace codevoice
