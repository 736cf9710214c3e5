// Keeps a recogniser's inventions out of transcripts: words on near-silence, loops, impossible speaking rates (R26).
// Thread: pure. Errors: none.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace codevoice::speech {

/// `speech` is how much of the audio the VAD took for speech. Empty when the text is not to be believed at all.
std::string guard_transcript(std::string_view text, Duration speech);
/// 1 for a plausible speaking rate, less for too few or too many words in the time.
float rate_confidence(std::string_view text, Duration speech);
/// Cuts a phrase of 1–6 words that repeats four times or more down to one.
std::string cut_loops(std::string_view text);

}  // namespace codevoice::speech
