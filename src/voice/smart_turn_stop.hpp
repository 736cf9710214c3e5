// Ends a turn as Smart Turn alone says, with a silence limit as its fallback: the described system's own strategy
// (TurnAnalyzerUserTurnStopStrategy over LocalSmartTurnAnalyzerV3), for those who want it and for comparisons.
// Units: probability 0..1. Thread: pure.
#pragma once

#include "voice/turn_stop_strategy.hpp"

namespace codevoice::voice {

class SmartTurnStop final : public TurnStopStrategy {
 public:
  /// At sensitivity 0.5 the model's own threshold, 0.5.
  explicit SmartTurnStop(float sensitivity) : threshold_(1.0F - sensitivity) {}
  StopDecision judge(const PauseView& pause) const override;

 private:
  float threshold_;
};

}  // namespace codevoice::voice
