#include "base/virtual_clock.hpp"

#include <algorithm>

namespace codevoice {

std::int64_t VirtualClock::wall_us() const {
  constexpr std::int64_t kBegin = 1'800'000'000'000'000;
  return kBegin + std::chrono::duration_cast<std::chrono::microseconds>(now_.time_since_epoch()).count();
}

Awaitable<void> VirtualClock::sleep_until(TimePoint when) {
  if (when <= now_) co_return;
  auto timer = std::make_shared<asio::steady_timer>(co_await asio::this_coro::executor);
  timer->expires_at(asio::steady_timer::time_point::max());
  waiting_.emplace(when, timer);
  co_await timer->async_wait(as_tuple_awaitable);
  forget(timer);  // woken, or cancelled
}

std::optional<TimePoint> VirtualClock::next_due() const {
  if (waiting_.empty()) return std::nullopt;
  return waiting_.begin()->first;
}

bool VirtualClock::move_to(TimePoint when) {
  const auto first = waiting_.begin();
  if (first == waiting_.end() || first->first > when) {
    now_ = std::max(now_, when);
    return false;
  }
  now_ = std::max(now_, first->first);
  const auto timer = first->second;
  waiting_.erase(first);
  timer->cancel();
  return true;
}

void VirtualClock::forget(const std::shared_ptr<asio::steady_timer>& timer) {
  const auto place = std::find_if(waiting_.begin(), waiting_.end(), [&](const auto& waiting) { return waiting.second == timer; });
  if (place != waiting_.end()) waiting_.erase(place);
}

}  // namespace codevoice
