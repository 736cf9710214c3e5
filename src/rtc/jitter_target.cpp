#include "rtc/jitter_target.hpp"

#include <algorithm>

namespace codevoice::rtc {
namespace {

constexpr Duration kBucket = std::chrono::milliseconds{5};
constexpr Duration kAtFirst = std::chrono::milliseconds{40};  // believed until about a second of packets says otherwise
constexpr double kCovered = 0.97;                             // of the packets are to be in time
constexpr double kForget = 0.996;                             // remembers about five seconds of 20 ms packets

}  // namespace

JitterTarget::JitterTarget(Duration least, Duration most) : least_(least), most_(most) { reset(); }

void JitterTarget::reset() {
  share_.fill(0.0);
  share_[static_cast<std::size_t>(kAtFirst / kBucket) - 1] = 1.0;
  packets_ = 0;
  target_ = std::clamp(kAtFirst, least_, most_);
}

void JitterTarget::add(Duration late_by) {
  ++packets_;
  const auto bucket = std::clamp<std::int64_t>(late_by / kBucket, 0, kBuckets - 1);
  // a plain mean at first, then one that forgets
  const double keep = std::min(kForget, 1.0 - 1.0 / static_cast<double>(packets_ + 1));
  for (auto& share : share_) share *= keep;
  share_[static_cast<std::size_t>(bucket)] += 1.0 - keep;

  double covered = 0.0;
  std::int64_t needed = 0;
  while (needed < static_cast<std::int64_t>(kBuckets) && covered < kCovered) covered += share_[static_cast<std::size_t>(needed++)];
  target_ = std::clamp(kBucket * needed, least_, most_);
}

}  // namespace codevoice::rtc
