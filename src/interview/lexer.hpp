// The first cut of a text: runs of letters and digits in lower case, and what punctuation stood before each.
// Bytes that are no text of ours (emoji, other scripts) separate words; nothing is refused.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace codevoice::interview {

struct Token {
  std::string text;
  std::size_t begin = 0;
  std::size_t end = 0;
  bool after_stop = false;       // . ; ? or ! that ends a sentence
  bool after_hard_stop = false;  // the same, but for a full stop, which recognition also puts at pauses
  bool after_comma = false;      // a comma, colon or dash
  bool capital = false;
  std::string tail;  // what an apostrophe cut off: "m" of "I'm", "s", "re", "ll", "d", "ve"
};

std::vector<Token> tokens_of(std::string_view text);

}  // namespace codevoice::interview
