// Stops a turn by a fused judgement: how sure the turn model is, what the last words say, how long the silence already is.
// The surer, the shorter the silence that ends the turn, but never shorter than this speaker's own pauses so far; words that plainly
// go on get more than the question's patience.
#pragma once

#include "voice/turn_stop_strategy.hpp"

namespace codevoice::voice {

class FusedStop final : public TurnStopStrategy {
 public:
  /// 0 waits longest, 1 shortest.
  explicit FusedStop(float sensitivity) : sensitivity_(sensitivity) {}
  StopDecision judge(const PauseView& pause) const override;

 private:
  Duration silence_for(float sure, const PauseView& pause) const;
  float sensitivity_;
};

}  // namespace codevoice::voice
