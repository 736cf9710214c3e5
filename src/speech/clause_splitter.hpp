// Cuts text into clauses a voice can speak one after the other: at sentence ends, then at commas and the like, then before
// conjunctions; never inside a number, a name with a dot or an abbreviation.
// Units: offsets are bytes of the given text; clauses cover all its words in order. Thread: pure, any.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace codevoice::speech {

/// What follows the clause: how long the voice rests there.
enum class Border : std::uint8_t { Word, Comma, Colon, Sentence };

struct Clause {
  std::size_t begin = 0;
  std::size_t end = 0;
  Border border = Border::Sentence;
};

struct ClauseLimits {
  std::size_t words = 14;
  std::size_t first_words = 8;  // the first clause is what the listener waits for
};

std::vector<Clause> split_clauses(std::string_view text, const ClauseLimits& limits = {});

}  // namespace codevoice::speech
