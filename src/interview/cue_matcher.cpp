#include "interview/cue_matcher.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "interview/known_words.hpp"
#include "interview/misheard.hpp"
#include "interview/negation.hpp"
#include "interview/stemmer.hpp"

namespace codevoice::interview {
namespace {

constexpr std::size_t kMaxGap = 1;         // other words inside a phrase, between each two of it
constexpr std::size_t kMaxSpelled = 6;     // letters of a spelled-out name
constexpr std::size_t kMaxSteps = 20'000;  // bounds the search on hostile text

std::vector<std::size_t> statements_of(const std::vector<Word>& words) {
  constexpr auto kJoints = std::to_array<std::string_view>({"and", "but", "while", "whereas", "because", "or", "then"});
  std::vector<std::size_t> statements;
  std::size_t statement = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool joint = std::ranges::find(kJoints, words[i].text) != kJoints.end();
    if (i > 0 && (words[i].clause != words[i - 1].clause || words[i].after_comma || joint)) ++statement;
    statements.push_back(statement);
  }
  return statements;
}

}  // namespace

/// The state of one search: where each group occurs, and which spans are taken.
struct CueMatcher::Search {
  const Cue& cue;
  const MatchRules& rules;
  std::vector<Spans> places;  // per group that must be found
  Spans taken;
  std::size_t steps = 0;
};

CueMatcher::CueMatcher(std::string_view answer, const std::unordered_set<std::string>& field_words)
    : words_(words_of(answer)), negated_(negated_words(words_)), statements_(statements_of(words_)) {
  index_words();
  for (std::size_t i = 0; i < words_.size(); ++i) {
    if (!is_known_word(words_[i].text) && !field_words.contains(words_[i].text)) unknown_.push_back(i);
  }
}

void CueMatcher::index_words() {
  for (std::size_t i = 0; i < words_.size(); ++i) {
    by_stem_[words_[i].stem].push_back({i, i});
    index_joined(i);
  }
}

/// "dead lock" is also "deadlock", "t l b" also "tlb".
void CueMatcher::index_joined(std::size_t at) {
  const auto runs_on = [&](std::size_t i) { return i < words_.size() && words_[i].clause == words_[at].clause && !words_[i].after_comma; };
  if (!runs_on(at + 1)) return;
  by_stem_[stem_of(words_[at].text + words_[at + 1].text)].push_back({at, at + 1});
  if (words_[at].text.size() != 1 || words_[at + 1].text.size() != 1) return;
  std::string spelled = words_[at].text + words_[at + 1].text;
  for (std::size_t i = at + 2; runs_on(i) && words_[i].text.size() == 1 && spelled.size() < kMaxSpelled; ++i) {
    spelled += words_[i].text;
    by_stem_[stem_of(spelled)].push_back({at, i});
  }
}

CueMatcher::Spans CueMatcher::places_of(const CueWord& word) const {
  Spans places;
  if (const auto exact = by_stem_.find(word.stem); exact != by_stem_.end()) places = exact->second;
  for (const auto i : unknown_) {
    if (words_[i].stem != word.stem && is_misheard(words_[i].text, word.text)) places.push_back({i, i});
  }
  return places;
}

CueMatcher::Spans CueMatcher::occurrences_of(const CuePhrase& phrase) const {
  Spans found = places_of(phrase.front());
  for (std::size_t k = 1; k < phrase.size() && !found.empty(); ++k) {
    const Spans next = places_of(phrase[k]);
    Spans longer;
    for (const WordSpan head : found) {
      const auto follows = [&](WordSpan tail) {
        return tail.first > head.last && tail.first <= head.last + 1 + kMaxGap && words_[tail.first].clause == words_[head.last].clause;
      };
      const auto tail = std::ranges::find_if(next, follows);
      if (tail != next.end()) longer.push_back({head.first, tail->last});
    }
    found = std::move(longer);
  }
  return found;
}

CueMatcher::Spans CueMatcher::occurrences_of(const CueGroup& group) const {
  Spans all;
  for (const CuePhrase& phrase : group) {
    const Spans some = occurrences_of(phrase);
    all.insert(all.end(), some.begin(), some.end());
  }
  std::ranges::sort(all, [](WordSpan a, WordSpan b) { return std::pair(a.first, a.last) < std::pair(b.first, b.last); });
  return all;
}

bool CueMatcher::has(const CueGroup& group) const { return !occurrences_of(group).empty(); }

bool CueMatcher::is_negated(WordSpan span) const {
  for (std::size_t i = span.first; i <= span.last; ++i) {
    if (negated_[i]) return true;
  }
  return false;
}

bool CueMatcher::fits(const Search& search, WordSpan next, WordSpan so_far) const {
  if (search.taken.empty()) return true;
  if (words_[next.first].clause != words_[so_far.first].clause) return false;
  if (search.rules.within_one_statement && statements_[next.first] != statements_[so_far.first]) return false;
  if (search.cue.ordered && next.first <= search.taken.back().last) return false;
  if (std::max(next.last, so_far.last) - std::min(next.first, so_far.first) >= search.rules.window) return false;
  return std::ranges::none_of(search.taken, [next](WordSpan other) { return next.first <= other.last && other.first <= next.last; });
}

bool CueMatcher::extend(Search& search, std::size_t group, WordSpan so_far) const {
  if (group == search.places.size()) {
    search.taken = {so_far};
    return true;
  }
  for (const WordSpan next : search.places[group]) {
    if (++search.steps > kMaxSteps) return false;
    if (!fits(search, next, so_far)) continue;
    const bool first = search.taken.empty();
    const WordSpan both{first ? next.first : std::min(next.first, so_far.first), first ? next.last : std::max(next.last, so_far.last)};
    search.taken.push_back(next);
    if (extend(search, group + 1, both)) return true;
    search.taken.pop_back();
  }
  return false;
}

std::optional<WordSpan> CueMatcher::find(const Cue& cue, const MatchRules& rules) const {
  Search search{cue, rules, {}, {}, 0};
  for (std::size_t g = 0; g < cue.groups.size(); ++g) {
    if ((rules.given_groups >> g & 1U) != 0) continue;
    Spans places = occurrences_of(cue.groups[g]);
    std::erase_if(places,
                  [&](WordSpan span) { return span.first < rules.from || span.last >= rules.until || (!cue.names_negation && is_negated(span)); });
    if (places.empty()) return std::nullopt;
    search.places.push_back(std::move(places));
  }
  if (search.places.empty() || !extend(search, 0, {})) return std::nullopt;
  return search.taken.front();
}

}  // namespace codevoice::interview
