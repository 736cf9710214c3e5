// What the turn model made of the audio (speech::TurnVerdict::impression), weighed anew: its own last layers learnt from conversations, these
// weights, in weights/turn_impression.txt, from answers with thinking pauses (tools/fit_turn_impression.py).
// Units:  logits of "the turn is over". Thread: values.
// Errors: Invalid, naming the line, for what is no number or no weights at all.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace codevoice::voice {

struct ImpressionWeights {
  float base = 0.0F;
  std::vector<float> weights;

  static Result<ImpressionWeights> parse(std::string_view text);
  /// Nothing for an impression of another length: another model, or none that tells.
  std::optional<float> rate(std::span<const float> impression) const;
};

/// Those that travel in the binary.
const ImpressionWeights& impression_weights();

}  // namespace codevoice::voice
