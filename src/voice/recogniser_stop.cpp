#include "voice/recogniser_stop.hpp"

namespace codevoice::voice {

StopDecision RecogniserStop::judge(const PauseView& pause) const {
  StopDecision decision;
  const bool is_over = pause.recogniser == pipeline::TurnMark::Over;
  decision.after = is_over ? Duration{} : pause.patience;
  const float by_mark = pause.recogniser == pipeline::TurnMark::PerhapsOver ? 0.5F : 0.0F;
  decision.sure = is_over ? 1.0F : pause.recogniser_sure.value_or(by_mark);
  decision.stop = pause.silence >= decision.after;
  if (decision.stop) decision.reason = is_over ? "recogniser" : "silence";
  return decision;
}

}  // namespace codevoice::voice
