// Smart Turn's graph without the roundings that cost it judgement: the shipped file rounds every activation to 8 bits, and the second half of
// its layers has outliers that leave the rest no resolution. Kept are the roundings before the first layers' matrix products, which pay.
// On labelled pauses it tells finished from unfinished better (area under the curve 0.80 against 0.75, synthetic voices).
// Thread: pure. Errors: none; a graph of another model is left as it is.
#pragma once

#include <openvino/core/model.hpp>
#include <string_view>

namespace codevoice::speech {

/// How many roundings were taken out.
int drop_harmful_roundings(ov::Model& model);

inline constexpr std::string_view kImpression = "impression";
/// Adds a second output, at no cost: what the model's last layers judge by (384 numbers pooled over all tokens), and the means of the tokens of
/// the last 0.2 s, the 0.2 s before them, and 0.3 and 0.7 s more (1,920 together). False: this is another graph.
bool tell_impression(ov::Model& model);

}  // namespace codevoice::speech
