// Cuts speech (a transcript, a cue) into words that can be compared: lower case, contractions and numbers spelled one
// way, fillers and articles gone, each with its stem, its clause and its place in the text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace codevoice::interview {

struct Word {
  std::string text;
  std::string stem;
  std::size_t begin = 0;  // bytes [begin, end) of the text it was cut from
  std::size_t end = 0;
  std::size_t clause = 0;  // counts up at every cut
  bool after_comma = false;
};

std::vector<Word> words_of(std::string_view text);

}  // namespace codevoice::interview
