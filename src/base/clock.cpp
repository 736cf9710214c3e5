#include "base/clock.hpp"

#include "base/timer_grid.hpp"

namespace codevoice {

TimePoint SystemClock::now() const { return std::chrono::steady_clock::now(); }

Awaitable<void> SystemClock::sleep_until(TimePoint when) {
  asio::steady_timer timer(co_await asio::this_coro::executor, on_timer_grid(when));
  co_await timer.async_wait(as_tuple_awaitable);
}

std::int64_t SystemClock::wall_us() const {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(since_epoch).count();
}

}  // namespace codevoice
