#include "interview/cue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "interview/stemmer.hpp"
#include "interview/word_lists.hpp"
#include "interview/words.hpp"

namespace codevoice::interview {
namespace {

constexpr std::size_t kMaxGroups = 6;
constexpr std::size_t kMaxAlternatives = 48;
constexpr std::size_t kMaxWords = 6;

std::vector<std::string_view> split(std::string_view text, std::string_view at) {
  std::vector<std::string_view> parts;
  for (auto place = text.find(at); place != std::string_view::npos; place = text.find(at)) {
    parts.push_back(text.substr(0, place));
    text.remove_prefix(place + at.size());
  }
  parts.push_back(text);
  return parts;
}

/// "t l b" is also written "tlb".
void add_spelled_form(CueGroup& group, const CuePhrase& phrase) {
  const bool letters = std::ranges::all_of(phrase, [](const CueWord& word) { return word.text.size() == 1; });
  if (!letters || phrase.size() < 2) return;
  std::string joined;
  for (const CueWord& word : phrase) joined += word.text;
  group.push_back({CueWord{joined, stem_of(joined)}});
}

/// "hash map" is also said as one word: adds "hashmap", so that either way of writing it fits.
void add_with_joined_forms(CueGroup& group, CuePhrase phrase) {
  const bool joinable = std::ranges::all_of(phrase, [](const CueWord& word) { return word.text.size() > 1; });
  for (std::size_t i = 0; joinable && phrase.size() <= 3 && i + 1 < phrase.size(); ++i) {
    CuePhrase joined;
    for (std::size_t k = 0; k < phrase.size(); ++k) {
      if (k == i) {
        const auto text = phrase[k].text + phrase[k + 1].text;
        joined.push_back({text, stem_of(text)});
        ++k;
      } else {
        joined.push_back(phrase[k]);
      }
    }
    group.push_back(std::move(joined));
  }
  group.push_back(std::move(phrase));
}

Result<CueGroup> parse_group(std::string_view text, std::string_view cue) {
  CueGroup group;
  for (const auto alternative : split(text, "|")) {
    CuePhrase phrase;
    for (Word& word : words_of(alternative)) phrase.push_back({std::move(word.text), std::move(word.stem)});
    if (phrase.empty()) return fail(ErrorKind::Invalid, fmt::format("cue '{}': '{}' has no word that counts", cue, alternative));
    if (phrase.size() > kMaxWords) return fail(ErrorKind::Invalid, fmt::format("cue '{}': phrase longer than {} words", cue, kMaxWords));
    add_spelled_form(group, phrase);
    add_with_joined_forms(group, std::move(phrase));
  }
  if (group.size() > kMaxAlternatives * 3) return fail(ErrorKind::Invalid, fmt::format("cue '{}': too many alternatives", cue));
  return group;
}

bool names_negator(const CueGroup& group) {
  return std::ranges::any_of(
      group, [](const CuePhrase& phrase) { return std::ranges::any_of(phrase, [](const CueWord& word) { return is_negator(word.text); }); });
}

}  // namespace

Result<Cue> parse_cue(std::string_view text) {
  const bool any_order = text.find(" + ") != std::string_view::npos;
  Cue cue;
  cue.ordered = text.find(" > ") != std::string_view::npos;
  if (any_order && cue.ordered) return fail(ErrorKind::Invalid, fmt::format("cue '{}' mixes ' + ' and ' > '", text));
  for (const auto part : split(text, cue.ordered ? " > " : " + ")) {
    auto group = parse_group(part, text);
    if (!group) return tl::unexpected(group.error());
    cue.names_negation = cue.names_negation || names_negator(*group);
    cue.groups.push_back(std::move(*group));
  }
  if (cue.groups.size() > kMaxGroups) return fail(ErrorKind::Invalid, fmt::format("cue '{}': more than {} groups", text, kMaxGroups));
  return cue;
}

}  // namespace codevoice::interview
