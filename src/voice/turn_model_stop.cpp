#include "voice/turn_model_stop.hpp"

#include <algorithm>

namespace codevoice::voice {
namespace {

constexpr float kEarlyCaution = 0.1F;  // added at the beginning of a pause
constexpr float kLateEase = 0.3F;      // taken off on the way to the end of the patience

}  // namespace

float TurnModelStop::threshold(const PauseView& pause) const {
  const auto patience = std::max<Duration>(pause.patience, Duration{1});
  const float used = std::clamp(static_cast<float>(pause.silence.count()) / static_cast<float>(patience.count()), 0.0F, 1.0F);
  return std::clamp(1.0F - sensitivity_ + kEarlyCaution - kLateEase * used, 0.02F, 0.98F);
}

StopDecision TurnModelStop::judge(const PauseView& pause) const {
  const float needed = threshold(pause);
  if (pause.probability && *pause.probability >= needed) return {true, "turn_model", needed};
  if (pause.silence >= pause.patience) return {true, "silence", needed};
  return {false, "", needed};
}

}  // namespace codevoice::voice
