// The weights of the judgement that ends a turn, from weights/turn_end.txt, which tools/fit_turn_end.py writes.
// Units:  logits of "the turn is over" for each unit of the sign; milliseconds of silence. Thread: values.
// Errors: Invalid, naming the line, for what is unknown, missing, given twice or no number; thresholds out of order.
#pragma once

#include <string_view>

#include "base/result.hpp"

namespace codevoice::voice {

struct TurnWeights {
  // what the words say
  float rule = 0, words = 0, last_sentence = 0, sentences = 0, comma = 0, trailing = 0, question = 0;
  // the turn model's first and newest answer in this pause
  float base = 0, model_first = 0, model_newest = 0, model_sure_not = 0;
  // the same of what the model made of the audio (Impression), where it tells; `impression` makes an average one count nothing
  float impression = 0, impression_first = 0, impression_newest = 0;
  // how the pitch went (Prosody), where it is known; `voice` makes an average one count nothing
  float voice = 0, end = 0, end_in_range = 0, slope = 0, long_slope = 0, fall = 0, rise = 0, last_second = 0, range = 0;
  // the silence that ends a turn: `soon_ms` from the first on, growing to a share of the question's patience at
  // the second; below the third more than all of it
  float sure = 0, undecided = 0, goes_on = 0, soon_ms = 0;

  static Result<TurnWeights> parse(std::string_view text);
};

/// That which travels in the binary.
const TurnWeights& turn_weights();

}  // namespace codevoice::voice
