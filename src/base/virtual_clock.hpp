// A clock whose time moves only when it is told: hours pass as fast as the work in them is done.
// Ownership: outlives who waits on it. Thread: one io_context's, whose coroutines wait on it.
// Errors:    none; who waits for a time that never comes waits until it is cancelled.
#pragma once

#include <map>
#include <memory>
#include <optional>

#include "base/clock.hpp"

namespace codevoice {

class VirtualClock : public Clock {
 public:
  TimePoint now() const override { return now_; }
  std::int64_t wall_us() const override;
  Awaitable<void> sleep_until(TimePoint when) override;

  /// When the next of those who wait is due.
  std::optional<TimePoint> next_due() const;
  /// Time moves on to `when`; at most one of those due by then is woken, the one who is due first. True: somebody was.
  bool move_to(TimePoint when);

 private:
  using Waiting = std::multimap<TimePoint, std::shared_ptr<asio::steady_timer>>;
  void forget(const std::shared_ptr<asio::steady_timer>& timer);

  TimePoint now_{std::chrono::hours{1}};
  Waiting waiting_;
};

}  // namespace codevoice
