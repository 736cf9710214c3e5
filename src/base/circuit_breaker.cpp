#include "base/circuit_breaker.hpp"

#include <algorithm>

#include "base/log.hpp"

namespace codevoice {

bool CircuitBreaker::allows(TimePoint now) {
  const std::lock_guard lock(mutex_);
  if (refused_) return false;
  if (!closed_until_) return true;
  if (now < *closed_until_) return false;
  if (trial_since_ && now - *trial_since_ < config_.trial_limit) return false;  // somebody is trying
  trial_since_ = now;
  return true;
}

void CircuitBreaker::succeeded() {
  const std::lock_guard lock(mutex_);
  if (closed_until_) log::info("provider.back", {{"provider", provider_}});
  failures_ = 0;
  pause_ = {};
  closed_until_.reset();
  trial_since_.reset();
}

void CircuitBreaker::failed(TimePoint now) {
  const std::lock_guard lock(mutex_);
  ++failures_;
  const bool was_trial = trial_since_.has_value();
  trial_since_.reset();
  if (refused_ || (failures_ < config_.failures && !was_trial)) return;
  if (closed_until_ && now < *closed_until_) return;  // those who asked before it opened
  pause_ = pause_ == Duration{} ? config_.open_for : std::min(pause_ * 2, config_.open_at_most);
  closed_until_ = now + pause_;
  log::warn("provider.paused", {{"provider", provider_}, {"failures", failures_}, {"ms", pause_ / std::chrono::milliseconds{1}}});
}

void CircuitBreaker::refuse(const std::string& why) {
  const std::lock_guard lock(mutex_);
  if (refused_) return;
  refused_ = why;
  log::error("provider.refused", {{"provider", provider_}, {"reason", why}});
}

std::optional<std::string> CircuitBreaker::refused() const {
  const std::lock_guard lock(mutex_);
  return refused_;
}

bool CircuitBreaker::open(TimePoint now) const {
  const std::lock_guard lock(mutex_);
  return refused_ || (closed_until_ && now < *closed_until_);
}

}  // namespace codevoice
