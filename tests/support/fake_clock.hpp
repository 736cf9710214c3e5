// A clock that jumps: time moves only when a test says so, to each waiting timer in turn, so minutes pass in microseconds.
// Thread: the test's, together with its io_context.
#pragma once

#include <boost/asio/io_context.hpp>
#include <map>
#include <memory>

#include "base/clock.hpp"

namespace codevoice::test {

class FakeClock final : public Clock {
 public:
  TimePoint now() const override { return now_; }
  std::int64_t wall_us() const override {
    return 1'800'000'000'000'000 + std::chrono::duration_cast<std::chrono::microseconds>(now_.time_since_epoch()).count();
  }
  Awaitable<void> sleep_until(TimePoint when) override {
    if (when <= now_) co_return;
    auto timer = std::make_shared<asio::steady_timer>(co_await asio::this_coro::executor);
    timer->expires_at(asio::steady_timer::time_point::max());
    const auto place = waiting_.emplace(when, timer);
    co_await timer->async_wait(as_tuple_awaitable);
    erase(place, timer);
  }

  /// Runs `loop` until idle, jumping to each timer that is due within `length`, then ends exactly `length` later.
  void advance(asio::io_context& loop, Duration length) {
    const auto end = now_ + length;
    settle(loop);
    while (!waiting_.empty() && waiting_.begin()->first <= end) {
      now_ = std::max(now_, waiting_.begin()->first);
      const auto timer = waiting_.begin()->second;
      waiting_.erase(waiting_.begin());
      timer->cancel();
      settle(loop);
    }
    now_ = end;
  }
  /// Runs what is ready without moving time.
  static void settle(asio::io_context& loop) {
    loop.restart();
    while (loop.poll() > 0) {
    }
  }

 private:
  using Waiting = std::multimap<TimePoint, std::shared_ptr<asio::steady_timer>>;
  void erase(Waiting::iterator, const std::shared_ptr<asio::steady_timer>& timer) {
    for (auto place = waiting_.begin(); place != waiting_.end(); ++place) {
      if (place->second == timer) {
        waiting_.erase(place);
        return;
      }
    }
  }
  TimePoint now_{std::chrono::hours{1}};
  Waiting waiting_;
};

}  // namespace codevoice::test
