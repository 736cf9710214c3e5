// How much delay the jitter buffer needs: nearly all of the packets' lateness against the fastest of them.
// Thread: one. No allocation.   Source: the idea of NetEq's delay manager (a histogram that forgets).
#pragma once

#include <array>
#include <cstdint>

#include "base/clock.hpp"

namespace codevoice::rtc {

class JitterTarget {
 public:
  JitterTarget(Duration least, Duration most);
  /// One packet came so much later than it could have at best.
  void add(Duration late_by);
  Duration target() const { return target_; }
  void reset();

 private:
  static constexpr std::size_t kBuckets = 64;

  Duration least_;
  Duration most_;
  Duration target_{};
  std::uint64_t packets_ = 0;
  std::array<double, kBuckets> share_{};  // sums to 1
};

}  // namespace codevoice::rtc
