// Speech that lasts, or says something, interrupts; what is short and says nothing does not.
#pragma once

#include "voice/barge_in_policy.hpp"
#include "voice/voice_config.hpp"

namespace codevoice::voice {

class ThresholdBargeIn final : public BargeInPolicy {
 public:
  explicit ThresholdBargeIn(const BargeInConfig& config) : config_(config) {}
  OverlapVerdict judge(const OverlapView& overlap) const override;

 private:
  static OverlapVerdict judge_listener(const OverlapView& overlap, const OverlapConfig& limits);
  BargeInConfig config_;
};

}  // namespace codevoice::voice
