// Stops a turn by a fused judgement: how sure the turn model is, what the last words say, how the pitch went, how long the silence already is.
// The surer, the shorter the silence that ends the turn, but never shorter than this speaker's own pauses so far; words that plainly
// go on get more than the question's patience, and what has hardly begun never ends at once.
#pragma once

#include "voice/turn_stop_strategy.hpp"
#include "voice/turn_weights.hpp"

namespace codevoice::voice {

class FusedStop final : public TurnStopStrategy {
 public:
  /// 0 waits longest, 1 shortest.
  explicit FusedStop(float sensitivity, const TurnWeights& weights = turn_weights()) : sensitivity_(sensitivity), weights_(weights) {}
  StopDecision judge(const PauseView& pause) const override;

 private:
  EndLogits logits_of_end(const PauseView& pause) const;
  Duration silence_for(float logit, const PauseView& pause) const;
  float sensitivity_;
  TurnWeights weights_;
};

}  // namespace codevoice::voice
