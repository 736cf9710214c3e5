// Smart Turn's graph without the roundings that cost it judgement: the shipped file rounds every activation to 8 bits, and the second half of
// its layers has outliers that leave the rest no resolution. Kept are the roundings before the first layers' matrix products, which pay.
// On labelled pauses it tells finished from unfinished better (area under the curve 0.80 against 0.75, synthetic voices).
// Thread: pure. Errors: none; a graph of another model is left as it is.
#pragma once

#include <openvino/core/model.hpp>

namespace codevoice::speech {

/// How many roundings were taken out.
int drop_harmful_roundings(ov::Model& model);

}  // namespace codevoice::speech
