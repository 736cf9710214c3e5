// Time as the project sees it: one interface for "now" and for waiting, so that tests can jump instead of sleep.
// Units:  std::chrono everywhere; TimePoint is steady (never wall) time.
// Thread: any; a FakeClock (tests/support) belongs to one io_context.
#pragma once

#include <chrono>

#include "base/asio.hpp"

namespace codevoice {

using Duration = std::chrono::nanoseconds;
using TimePoint = std::chrono::time_point<std::chrono::steady_clock, Duration>;
/// Time since a session began (its media timeline).
using MediaTime = std::chrono::nanoseconds;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual TimePoint now() const = 0;
  /// Returns when the time has come, or early when the awaiting coroutine is cancelled.
  virtual Awaitable<void> sleep_until(TimePoint when) = 0;
  /// Microseconds since 1970, for records people read (never for intervals).
  virtual std::int64_t wall_us() const = 0;

  Awaitable<void> sleep_for(Duration length) { return sleep_until(now() + length); }
};

class SystemClock final : public Clock {
 public:
  TimePoint now() const override;
  Awaitable<void> sleep_until(TimePoint when) override;
  std::int64_t wall_us() const override;
};

}  // namespace codevoice
