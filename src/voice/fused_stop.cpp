#include "voice/fused_stop.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace codevoice::voice {
namespace {

using std::chrono::milliseconds;

// logits, on top of what the words say
constexpr float kBase = 0.36F;
constexpr float kModel = 0.25F;                               // a logit of the turn model
constexpr float kModelSurelyNot = -0.8F, kSurelyNot = 0.02F;  // it is worth more where it is sure that they go on
constexpr float kSensitivity = 6.0F;                          // between waiting longest and shortest
constexpr float kSureWithoutWords = 0.8F;                     // the most the model alone is believed

constexpr float kGoesOn = 0.12F;    // the words plainly go on: more than the patience
constexpr float kUndecided = 0.4F;  // up to here the patience decides
constexpr milliseconds kOwnPauseAtMost{900};
struct Wait {
  float sure;
  milliseconds silence;
};
constexpr std::array<Wait, 4> kWaits{
    {{0.45F, milliseconds{900}}, {0.75F, milliseconds{750}}, {0.88F, milliseconds{480}}, {0.93F, milliseconds{380}}}};

float logit_of(float probability) {
  const float p = std::clamp(probability, 0.005F, 0.995F);
  return std::log(p / (1.0F - p));
}

Duration between(const Wait& from, const Wait& to, float sure) {
  const float share = std::clamp((sure - from.sure) / (to.sure - from.sure), 0.0F, 1.0F);
  return milliseconds{from.silence.count() + std::lround(share * static_cast<float>((to.silence - from.silence).count()))};
}

Duration by_curve(float sure) {
  for (std::size_t i = 1; i < kWaits.size(); ++i) {
    if (sure <= kWaits[i].sure) return between(kWaits[i - 1], kWaits[i], sure);
  }
  return kWaits.back().silence;
}

}  // namespace

Duration FusedStop::silence_for(float sure, const PauseView& pause) const {
  if (sure < kGoesOn) return pause.patience + pause.patience / 2;
  if (sure < kUndecided) return pause.patience;
  const auto scaled = by_curve(sure) * std::lround(100.0F * (1.5F - sensitivity_)) / 100;
  const auto own = std::min<Duration>(kOwnPauseAtMost, pause.own_pause + pause.own_pause / 4);
  return std::min<Duration>(pause.patience, std::max<Duration>(scaled, own));
}

StopDecision FusedStop::judge(const PauseView& pause) const {
  StopDecision decision;
  if (!pause.probability) {
    decision.after = pause.patience;
  } else {
    float logit = kBase + pause.words.value_or(0.0F) + kModel * logit_of(*pause.probability) + kSensitivity * (sensitivity_ - 0.5F);
    if (*pause.probability < kSurelyNot) logit += kModelSurelyNot;
    decision.sure = 1.0F / (1.0F + std::exp(-logit));
    if (!pause.words) decision.sure = std::min(decision.sure, kSureWithoutWords);
    decision.after = silence_for(decision.sure, pause);
  }
  decision.stop = pause.silence >= decision.after;
  if (decision.stop) decision.reason = decision.after >= pause.patience ? "silence" : "fused";
  return decision;
}

}  // namespace codevoice::voice
