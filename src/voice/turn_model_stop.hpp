// Stops a turn when the turn model is sure enough, or when the patience has run out.
// The longer the silence already is, the less sure the model need be.
#pragma once

#include "voice/turn_stop_strategy.hpp"

namespace codevoice::voice {

class TurnModelStop final : public TurnStopStrategy {
 public:
  /// 0 waits longest, 1 shortest.
  explicit TurnModelStop(float sensitivity) : sensitivity_(sensitivity) {}
  StopDecision judge(const PauseView& pause) const override;

 private:
  float threshold(const PauseView& pause) const;
  float sensitivity_;
};

}  // namespace codevoice::voice
