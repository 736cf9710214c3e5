// Do the last words sound as if the speaker had finished? They stop on "and", "because" or a filler, in the middle of a clause, or
// close a sentence.
// Units:  logits, positive: finished. Thread: pure. Errors: none; any text, without words it says 0.
// Source: weights fitted by logistic regression on the question bank's answers cut at random words and on the tuning half of
//         bench/run turns, which shows what they are worth on the other half.
#pragma once

#include <string_view>

namespace codevoice::voice {

float rate_sentence_end(std::string_view text);

}  // namespace codevoice::voice
