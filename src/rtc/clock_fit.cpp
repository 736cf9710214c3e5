#include "rtc/clock_fit.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace codevoice::rtc {
namespace {

constexpr double kTicksASecond = 48'000.0;
constexpr auto kWindow = std::chrono::seconds{2};
constexpr std::size_t kOffsetWindows = 5;  // the line's height follows the last ten seconds
constexpr std::size_t kStepAfter = 3;      // windows a new level must last to be a step
constexpr double kStepSeconds = 0.010;
constexpr double kMostSkew = 1e-3;
// Sound cards lie within about 100 ppm, a window's minimum within about 1 ms of the line; their squared ratio weighs
// "no skew" against too few windows.
constexpr double kPriorSquareSeconds = 100.0;

double seconds_of(Duration length) { return std::chrono::duration<double>(length).count(); }
Duration duration_of_seconds(double seconds) { return Duration{std::llround(seconds * 1e9)}; }

}  // namespace

void ClockFit::add(std::int64_t ticks, TimePoint arrived) {
  if (!origin_) {
    origin_ = Origin{ticks, arrived};
    open_since_ = arrived;
  }
  if (arrived - open_since_ >= kWindow) {
    close_window();
    open_since_ = arrived;
  }
  const double x = static_cast<double>(ticks - origin_->ticks) / kTicksASecond;
  const Point point{x, seconds_of(arrived - origin_->time) - x};
  if (!open_ || above_line(point) < above_line(*open_)) open_ = point;
  fit_offset();
}

TimePoint ClockFit::local(std::int64_t ticks) const {
  if (!origin_) return TimePoint{};
  const double x = static_cast<double>(ticks - origin_->ticks) / kTicksASecond;
  return origin_->time + duration_of_seconds(x * (1.0 + skew_) + offset_);
}

std::int64_t ClockFit::ticks_at(TimePoint local) const {
  if (!origin_) return 0;
  const double x = (seconds_of(local - origin_->time) - offset_) / (1.0 + skew_);
  return origin_->ticks + std::llround(x * kTicksASecond);
}

double ClockFit::lowest(std::size_t from_back, std::size_t count) const {
  double low = std::numeric_limits<double>::infinity();
  for (std::size_t i = from_back; i < std::min(from_back + count, count_); ++i) low = std::min(low, above_line(window(i)));
  return low;
}

void ClockFit::close_window() {
  if (!open_) return;
  windows_[next_] = *open_;
  next_ = (next_ + 1) % kWindows;
  count_ = std::min(count_ + 1, kWindows);
  open_.reset();
  level_a_step();
  fit_skew();
}

void ClockFit::level_a_step() {
  if (count_ < kStepAfter + kOffsetWindows) return;
  const double step = lowest(0, kStepAfter) - lowest(kStepAfter, kOffsetWindows);
  if (std::abs(step) < kStepSeconds) return;
  for (std::size_t i = kStepAfter; i < count_; ++i) window(i).y += step;
}

void ClockFit::fit_skew() {
  double mean_x = 0.0;
  double mean_y = 0.0;
  for (std::size_t i = 0; i < count_; ++i) {
    mean_x += window(i).x / static_cast<double>(count_);
    mean_y += window(i).y / static_cast<double>(count_);
  }
  double xx = kPriorSquareSeconds;
  double xy = 0.0;
  for (std::size_t i = 0; i < count_; ++i) {
    xx += (window(i).x - mean_x) * (window(i).x - mean_x);
    xy += (window(i).x - mean_x) * (window(i).y - mean_y);
  }
  skew_ = std::clamp(xy / xx, -kMostSkew, kMostSkew);
}

void ClockFit::fit_offset() {
  const double closed = lowest(0, kOffsetWindows);
  offset_ = open_ ? std::min(closed, above_line(*open_)) : closed;
}

}  // namespace codevoice::rtc
