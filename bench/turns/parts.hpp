// What a run has heard, in files: FILE has a pause a line with all its parts, for tools/fit_turn_end.py, FILE.impressions what the turn model
// made of it at the first two asks, for bench/turns/fit_impression.py. Judged again from them in a second.
// Thread: one at a time. Errors: thrown, a bench ends with them.
#pragma once

#include <string>
#include <vector>

#include "turns/pauses.hpp"

namespace codevoice::bench {

/// In logits, for each of the asks that was kept.
std::vector<float> rated_impressions(const LabelledPause& pause);
void write_parts(const std::vector<LabelledPause>& pauses, const std::string& path);
std::vector<LabelledPause> read_parts(const std::string& path);

}  // namespace codevoice::bench
