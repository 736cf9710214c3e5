#include "http/rate_limiter.hpp"

#include <algorithm>

namespace codevoice::http {
namespace {
constexpr std::size_t kMostNames = 10'000;
}

double RateLimiter::filled(const Bucket& bucket, TimePoint now) const {
  const auto since = std::chrono::duration<double>(now - bucket.at).count();
  return std::min(burst_, bucket.tokens + since * per_second_);
}

void RateLimiter::forget_full(TimePoint now) {
  std::erase_if(buckets_, [&](const auto& entry) { return filled(entry.second, now) >= burst_; });
  if (buckets_.size() >= kMostNames) buckets_.clear();  // that many at once are no people: better to begin anew than to grow
}

Duration RateLimiter::take(const std::string& name, TimePoint now) {
  const std::scoped_lock lock(mutex_);
  auto found = buckets_.find(name);
  if (found == buckets_.end()) {
    if (buckets_.size() >= kMostNames) forget_full(now);
    found = buckets_.emplace(name, Bucket{burst_, now}).first;
  }
  auto& bucket = found->second;
  bucket.tokens = filled(bucket, now);
  bucket.at = now;
  if (bucket.tokens < 1) return std::chrono::duration_cast<Duration>(std::chrono::duration<double>((1 - bucket.tokens) / per_second_));
  bucket.tokens -= 1;
  return Duration{};
}

}  // namespace codevoice::http
