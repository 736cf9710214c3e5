#include "voice/fused_stop.hpp"

#include <algorithm>
#include <cmath>

namespace codevoice::voice {
namespace {

using std::chrono::milliseconds;

constexpr float kSensitivity = 6.0F;  // logits between waiting longest and shortest
constexpr float kSurelyNot = 0.02F;   // a model that is sure that they go on is believed more
constexpr milliseconds kWithoutWords{900};
constexpr milliseconds kWithoutModel{1200};   // by then it has failed, or the machine is too busy: words and voice decide
constexpr milliseconds kOwnPauseAtMost{580};  // who thinks aloud pauses for seconds: no reply could wait for that
constexpr milliseconds kHardlyBegun{1500};    // of speech: what is no plain answer in itself ("I don't know") is a beginning
constexpr float kPlainAnswer = 1.0F;          // logits of its words
constexpr float kLate = 0.85F;                // of the patience, for what is undecided
constexpr milliseconds kLateAtMost{2400};     // and with the reply's own time no candidate hears nothing for three seconds

float logit_of(float probability) {
  const float p = std::clamp(probability, 0.005F, 0.995F);
  return std::log(p / (1.0F - p));
}

Duration part_of(Duration whole, float share) {
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(whole) * static_cast<double>(share));
}

float logit_of_voice(const Prosody& voice, const TurnWeights& weights) {
  return weights.voice + weights.end * voice.end + weights.end_in_range * voice.end_in_range + weights.slope * voice.slope +
         weights.long_slope * voice.long_slope + weights.fall * voice.fall + weights.rise * voice.rise + weights.last_second * voice.last_second +
         weights.range * voice.range;
}

}  // namespace

Duration FusedStop::silence_for(float logit, const PauseView& pause) const {
  if (logit < weights_.goes_on) return pause.patience + pause.patience / 2;
  const auto soon = std::chrono::duration_cast<Duration>(std::chrono::duration<float, std::milli>(weights_.soon_ms));
  const auto late = std::max<Duration>(soon, std::min<Duration>(kLateAtMost, part_of(pause.patience, kLate)));
  const bool is_beginning = pause.spoken < kHardlyBegun && pause.words.value_or(0.0F) < kPlainAnswer;
  const float share = is_beginning ? 1.0F : std::clamp((weights_.sure - logit) / (weights_.sure - weights_.undecided), 0.0F, 1.0F);
  const auto scaled = part_of(soon + part_of(late - soon, share), 1.5F - sensitivity_);
  const auto own = std::min<Duration>(kOwnPauseAtMost, pause.own_pause + pause.own_pause / 4);
  const auto known = pause.words ? Duration{} : Duration{kWithoutWords};
  return std::min<Duration>(pause.patience, std::max({scaled, own, known}));
}

EndLogits FusedStop::logits_of_end(const PauseView& pause) const {
  EndLogits logits;
  logits.base = weights_.base + kSensitivity * (sensitivity_ - 0.5F);
  logits.words = pause.words.value_or(0.0F);
  if (pause.probability) {
    const float newest = logit_of(*pause.probability), first = logit_of(pause.first_probability.value_or(*pause.probability));
    logits.model = weights_.model_first * first + weights_.model_newest * newest;
    if (*pause.probability < kSurelyNot) logits.model += weights_.model_sure_not;
  }
  if (pause.impression) {
    const float first = pause.first_impression.value_or(*pause.impression);
    logits.model += weights_.impression + weights_.impression_first * first + weights_.impression_newest * *pause.impression;
  }
  if (pause.voice) logits.voice = logit_of_voice(*pause.voice, weights_);
  return logits;
}

StopDecision FusedStop::judge(const PauseView& pause) const {
  StopDecision decision;
  if (pause.probability || (pause.words && pause.silence >= kWithoutModel)) {
    decision.logits = logits_of_end(pause);
    const float logit = decision.logits->sum();
    decision.sure = 1.0F / (1.0F + std::exp(-logit));
    decision.after = silence_for(logit, pause);
  } else {
    decision.after = pause.patience;
  }
  decision.stop = pause.silence >= decision.after;
  if (decision.stop) decision.reason = decision.after >= pause.patience ? "silence" : "fused";
  return decision;
}

}  // namespace codevoice::voice
