// The cue language, parsed: `stack + local | locals | return address` or `wait > second lock`. What it means is told in
// docs/questions.md. A cue is judged by CueMatcher.
// Errors: parse_cue says what is wrong with the cue: an empty group, a filler as a word, ' + ' and ' > ' mixed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace codevoice::interview {

struct CueWord {
  std::string text;
  std::string stem;
  bool operator==(const CueWord&) const = default;
};
using CuePhrase = std::vector<CueWord>;
using CueGroup = std::vector<CuePhrase>;  // alternatives

struct Cue {
  std::vector<CueGroup> groups;
  bool ordered = false;         // groups joined by ' > '
  bool names_negation = false;  // it says "not" or the like itself, so a negated answer is what it looks for
};

Result<Cue> parse_cue(std::string_view text);

}  // namespace codevoice::interview
