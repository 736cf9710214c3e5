// Stops a turn when the recogniser says that it is over (Deepgram's Flux judges by sound and words together); without a word from it, the
// patience decides. For recognisers that judge turns; others never say so.
#pragma once

#include "voice/turn_stop_strategy.hpp"

namespace codevoice::voice {

class RecogniserStop final : public TurnStopStrategy {
 public:
  StopDecision judge(const PauseView& pause) const override;
};

}  // namespace codevoice::voice
