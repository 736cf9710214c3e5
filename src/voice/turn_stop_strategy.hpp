// Decides, in a pause, whether the candidate's turn is over. The seam for better judgement than one model's number.
// Units: silence is media time. Thread: the session's strand; pure.
#pragma once

#include <optional>
#include <string_view>

#include "base/clock.hpp"

namespace codevoice::voice {

/// What is known at one moment of a pause.
struct PauseView {
  std::optional<float> probability;  // a fresh answer of the turn model; nothing when only time passed
  Duration silence{};                // since the last speech
  Duration patience{};               // the thinking pause this question deserves
  Duration spoken{};                 // speech of this turn so far
  std::string_view text;             // as far as it is known
};

struct StopDecision {
  bool stop = false;
  std::string_view reason;  // "turn_model", "silence"; "" while waiting
  float threshold = 0.0F;   // the probability that would have done
};

class TurnStopStrategy {
 public:
  virtual ~TurnStopStrategy() = default;
  virtual StopDecision judge(const PauseView& pause) const = 0;
};

}  // namespace codevoice::voice
