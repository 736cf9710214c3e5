#include "interview/negation.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "interview/word_lists.hpp"

namespace codevoice::interview {
namespace {

constexpr std::size_t kReach = 3;
constexpr std::size_t kConditionReach = 8;

template <std::size_t N>
bool is_one_of(const Word& word, const std::array<std::string_view, N>& list) {
  return std::ranges::find(list, word.text) != list.end();
}

bool ends_reach(const std::vector<Word>& words, std::size_t at) {
  constexpr auto kTurns = std::to_array<std::string_view>({"but", "because", "instead", "rather", "except", "although", "only"});
  constexpr auto kStarts = std::to_array<std::string_view>(
      {"it", "they", "we", "you", "i", "he", "each", "every", "must", "can", "will", "needs", "need", "then", "that", "this", "has", "have"});
  if (words[at].after_comma || is_one_of(words[at], kTurns)) return true;
  const bool joins = words[at].text == "and" || words[at].text == "then";
  return joins && at + 1 < words.size() && is_one_of(words[at + 1], kStarts);
}

/// "not … until", "not … unless", "cannot … without" state a condition; "or not", "why not" negate nothing.
bool negates_nothing(const std::vector<Word>& words, std::size_t at) {
  constexpr auto kBefore = std::to_array<std::string_view>({"or", "why", "if"});
  if (at > 0 && words[at].text == "not" && is_one_of(words[at - 1], kBefore)) return true;
  constexpr auto kConditions = std::to_array<std::string_view>({"until", "unless", "without"});
  for (std::size_t i = at + 1; i < words.size() && i <= at + kConditionReach && words[i].clause == words[at].clause; ++i) {
    if (is_one_of(words[i], kConditions)) return true;
  }
  return false;
}

}  // namespace

std::vector<bool> negated_words(const std::vector<Word>& words) {
  std::vector<bool> negated(words.size(), false);
  std::size_t answered_until = 0;  // a "without" that already made a pair with a "not"
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (!is_negator(words[at].text) || at < answered_until) continue;
    if (negates_nothing(words, at)) {
      answered_until = std::min(words.size(), at + kConditionReach + 1);
      continue;
    }
    for (std::size_t i = at + 1; i < words.size() && i <= at + kReach; ++i) {
      if (words[i].clause != words[at].clause || ends_reach(words, i)) break;
      negated[i] = true;
    }
  }
  return negated;
}

}  // namespace codevoice::interview
