// Finds cues in one answer. Built once per answer, asked for every cue of the question.
// Ownership: keeps its own words; `field_words` must outlive it. Thread: values, any.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "interview/cue.hpp"
#include "interview/words.hpp"

namespace codevoice::interview {

struct WordSpan {  // words [first, last] of the answer, both included
  std::size_t first = 0;
  std::size_t last = 0;
};

struct MatchRules {
  std::size_t window = 14;            // words from the first matched to the last
  std::size_t from = 0;               // words before this one do not count
  std::size_t until = SIZE_MAX;       // nor do words from here on
  bool within_one_statement = false;  // the match may not cross a comma, "and", "while" …
  std::uint32_t given_groups = 0;     // bit i: the question asked gives group i already
};

class CueMatcher {
 public:
  /// `field_words`: words that are taken as heard, never as a slip for another (see misheard.hpp).
  CueMatcher(std::string_view answer, const std::unordered_set<std::string>& field_words);

  std::optional<WordSpan> find(const Cue& cue, const MatchRules& rules) const;
  /// Whether any alternative of the group occurs anywhere, negated or not.
  bool has(const CueGroup& group) const;

  const std::vector<Word>& words() const noexcept { return words_; }

 private:
  using Spans = std::vector<WordSpan>;
  struct Search;

  void index_words();
  void index_joined(std::size_t at);
  Spans places_of(const CueWord& word) const;
  Spans occurrences_of(const CuePhrase& phrase) const;
  Spans occurrences_of(const CueGroup& group) const;
  bool is_negated(WordSpan span) const;
  bool extend(Search& search, std::size_t group, WordSpan so_far) const;
  bool fits(const Search& search, WordSpan next, WordSpan so_far) const;

  std::vector<Word> words_;
  std::vector<bool> negated_;
  std::vector<std::size_t> statements_;  // like clauses, cut finer
  std::vector<std::size_t> unknown_;     // words that may be slips
  std::unordered_map<std::string, Spans> by_stem_;
};

}  // namespace codevoice::interview
