// Token buckets by name: so many a second on average, so many at once.
// Thread: any. What is kept: at most 10,000 names; the ones that are full again are forgotten.
#pragma once

#include <mutex>
#include <string>
#include <unordered_map>

#include "base/clock.hpp"

namespace codevoice::http {

class RateLimiter {
 public:
  RateLimiter(double per_second, double burst) : per_second_(per_second), burst_(burst) {}

  /// Takes one; nothing to wait for when there was one, else when there will be.
  Duration take(const std::string& name, TimePoint now);

 private:
  struct Bucket {
    double tokens = 0;
    TimePoint at{};
  };
  void forget_full(TimePoint now);
  double filled(const Bucket& bucket, TimePoint now) const;

  double per_second_;
  double burst_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace codevoice::http
