// Word errors of a transcript against what was really said: substitutions, deletions and insertions of the cheapest alignment.
// Normalised alike on both sides: case, punctuation, hyphens, numbers as words, contractions, -ise/-ize and -our/-or. A word written
// apart or together ("dead lock", "deadlock"; "S Q L", "SQL") is the same word.
// Units: words. Thread: pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace codevoice::bench {

std::vector<std::string> normalised_words(std::string_view text);

struct WordErrors {
  std::size_t words = 0;  // of the reference
  std::size_t errors = 0;
  std::vector<std::string> slips;  // "reference -> heard"

  double rate() const { return words == 0 ? 0.0 : static_cast<double>(errors) / static_cast<double>(words); }
  void add(const WordErrors& other);
};

WordErrors count_word_errors(std::string_view reference, std::string_view heard);

}  // namespace codevoice::bench
