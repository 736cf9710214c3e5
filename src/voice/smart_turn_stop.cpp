#include "voice/smart_turn_stop.hpp"

namespace codevoice::voice {

StopDecision SmartTurnStop::judge(const PauseView& pause) const {
  StopDecision decision;
  decision.sure = pause.probability.value_or(0.0F);
  const bool complete = pause.probability && *pause.probability > threshold_;
  decision.after = complete ? Duration{} : pause.patience;
  decision.stop = pause.silence >= decision.after;
  if (decision.stop) decision.reason = complete ? "smart_turn" : "silence";
  return decision;
}

}  // namespace codevoice::voice
