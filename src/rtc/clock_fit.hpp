// Where a sender's sample clock lies on ours: a line under the arrival times, as only the least delayed packets show it.
// Units:  ticks are the sender's 48 kHz RTP clock, unwrapped. `local` is when such a sample can be here at the earliest.
// Thread: one. No allocation after creation.
// Why a minimum: queues only ever add delay, so the earliest arrivals of a window lie on the line; their slope over two
// minutes is the sound card's error, and a lasting step (another path) moves the line without tilting it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "base/clock.hpp"

namespace codevoice::rtc {

class ClockFit {
 public:
  /// The packet whose audio ends at `ticks` was here at `arrived`.
  void add(std::int64_t ticks, TimePoint arrived);
  bool ready() const { return origin_.has_value(); }
  TimePoint local(std::int64_t ticks) const;
  std::int64_t ticks_at(TimePoint local) const;
  /// How much longer the sender's second is than ours.
  double skew_ppm() const { return skew_ * 1e6; }
  void reset() { *this = ClockFit{}; }

 private:
  struct Origin {
    std::int64_t ticks = 0;
    TimePoint time{};
  };
  /// Seconds since the origin by the sender's clock, and how much later than that it arrived here.
  struct Point {
    double x = 0.0;
    double y = 0.0;
  };
  static constexpr std::size_t kWindows = 64;  // of two seconds each

  double above_line(const Point& point) const { return point.y - skew_ * point.x; }
  const Point& window(std::size_t back) const { return windows_[(next_ + kWindows - 1 - back) % kWindows]; }
  Point& window(std::size_t back) { return windows_[(next_ + kWindows - 1 - back) % kWindows]; }
  double lowest(std::size_t from_back, std::size_t count) const;
  void close_window();
  void level_a_step();
  void fit_skew();
  void fit_offset();

  std::optional<Origin> origin_;
  std::array<Point, kWindows> windows_{};
  std::size_t next_ = 0;
  std::size_t count_ = 0;
  std::optional<Point> open_;  // the lowest point of the window that is not over yet
  TimePoint open_since_{};
  double skew_ = 0.0;
  double offset_ = 0.0;
};

}  // namespace codevoice::rtc
