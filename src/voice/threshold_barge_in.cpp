#include "voice/threshold_barge_in.hpp"

#include "voice/backchannel.hpp"

namespace codevoice::voice {

OverlapVerdict ThresholdBargeIn::judge(const OverlapView& overlap) const {
  const auto& limits = overlap.phase == OverlapPhase::BotSpeaking ? config_.speaking : config_.pending;
  if (overlap.ended && overlap.speech < limits.shortest) return OverlapVerdict::GoOn;  // whatever a recogniser makes of it
  if (floor_taking_words(overlap.text) >= limits.min_words || asks_for_floor(overlap.text)) return OverlapVerdict::Cancel;
  if (is_backchannel(overlap.text)) {
    return overlap.ended || overlap.speech >= limits.listening ? OverlapVerdict::GoOn : OverlapVerdict::Wait;
  }
  if (overlap.speech >= limits.min_speech) return OverlapVerdict::Cancel;
  if (overlap.ended && overlap.since_end >= limits.words_wait) return OverlapVerdict::GoOn;
  return OverlapVerdict::Wait;
}

}  // namespace codevoice::voice
