// Spares everybody the wait for a provider that keeps failing: after some failures in a row nobody asks it for a while, then one
// asker tries it. A provider that refuses us (a wrong key, no credit) is not asked again in this process.
// Ownership: shared by the sessions of a process. Thread: any. Errors: none; changes are logged once each.
#pragma once

#include <mutex>
#include <optional>
#include <string>

#include "base/clock.hpp"

namespace codevoice {

struct CircuitBreakerConfig {
  int failures = 3;                                 // in a row, that open it
  Duration open_for = std::chrono::seconds{10};     // doubled each time the trial fails
  Duration open_at_most = std::chrono::minutes{2};  // however often it failed
  Duration trial_limit = std::chrono::seconds{15};  // a trial of which nothing was heard for so long is over
};

class CircuitBreaker {
 public:
  explicit CircuitBreaker(std::string provider, const CircuitBreakerConfig& config = {}) : provider_(std::move(provider)), config_(config) {}

  /// Whether to ask the provider now. After the pause one asker gets a yes: it owes succeeded() or failed().
  bool allows(TimePoint now);
  void succeeded();
  void failed(TimePoint now);
  /// For good: `why` is one line for the operator that names the setting at fault, never its value.
  void refuse(const std::string& why);
  /// What refuse() was told.
  std::optional<std::string> refused() const;
  bool open(TimePoint now) const;

 private:
  const std::string provider_;
  const CircuitBreakerConfig config_;
  mutable std::mutex mutex_;
  int failures_ = 0;                       // in a row
  Duration pause_{};                       // of the newest opening
  std::optional<TimePoint> closed_until_;  // nobody asks before
  std::optional<TimePoint> trial_since_;
  std::optional<std::string> refused_;
};

}  // namespace codevoice
