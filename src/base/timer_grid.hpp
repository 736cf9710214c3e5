// Where waits end, so that those of many sessions fall together: a thread then wakes once for all, and sets its timer once.
// Thread: values.
#pragma once

#include "base/clock.hpp"

namespace codevoice {

inline constexpr Duration kTimerGrid = std::chrono::milliseconds{5};

/// `when`, or the grid's next point after it.
constexpr TimePoint on_timer_grid(TimePoint when) {
  if (when > TimePoint::max() - kTimerGrid) return when;
  const auto past = when.time_since_epoch() % kTimerGrid;
  return past > Duration{} ? when + (kTimerGrid - past) : when - past;
}

}  // namespace codevoice
