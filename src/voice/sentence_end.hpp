// Do the last words sound as if the speaker had finished? They stop on "and", "because" or a filler, in the middle of a clause, or
// close a sentence.
// Units:  logits, positive: finished. Thread: pure. Errors: none; any text, without words it says 0.
// Source: weights fitted by logistic regression on the question bank's answers cut at random words and on the tuning half of
//         bench/run turns, which shows what they are worth on the other half.
#pragma once

#include <string_view>

namespace codevoice::voice {

/// What there is to see in the words of a turn so far.
struct TextSigns {
  float rule = 0;           // the last word's kind, and short answers that close: logits, by hand
  float words = 0;          // tens of them, up to four
  float last_sentence = 0;  // tens of words in it, up to 1.2
  float sentences = 0;      // up to four
  bool comma = false;       // the recogniser ends on a comma or the like
  bool trailing = false;    // on three dots
  bool question = false;    // on a question mark
};
TextSigns signs_of(std::string_view text);

/// The signs by their weights, in logits; positive: finished.
float rate_sentence_end(std::string_view text);

}  // namespace codevoice::voice
