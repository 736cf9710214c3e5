#include "interview/speech_pattern.hpp"

#include <algorithm>

namespace codevoice::interview {
namespace {

constexpr std::size_t kAnyWords = 8;

std::vector<std::string> pieces(std::string_view text, char at) {
  std::vector<std::string> out;
  std::string piece;
  for (const char c : text) {
    if (c != at) {
      piece += c;
    } else if (!piece.empty()) {
      out.push_back(std::move(piece));
      piece.clear();
    }
  }
  if (!piece.empty()) out.push_back(std::move(piece));
  return out;
}

}  // namespace

SpeechPattern::SpeechPattern(std::string_view text) {
  for (const std::string& word : pieces(text, ' ')) {
    Element element;
    element.optional = word.front() == '[';
    if (word != "*") element.options = pieces(element.optional ? std::string_view(word).substr(1, word.size() - 2) : word, '|');
    elements_.push_back(std::move(element));
  }
}

std::optional<std::size_t> SpeechPattern::match(std::size_t element, std::span<const std::string> words, std::size_t at, bool to_end) const {
  if (element == elements_.size()) return !to_end || at == words.size() ? std::optional(at) : std::nullopt;
  const Element& here = elements_[element];
  if (here.options.empty()) {
    for (std::size_t count = 0; count <= kAnyWords && at + count <= words.size(); ++count) {
      if (const auto end = match(element + 1, words, at + count, to_end)) return end;
    }
    return std::nullopt;
  }
  if (at < words.size() && std::ranges::find(here.options, words[at]) != here.options.end()) {
    if (const auto end = match(element + 1, words, at + 1, to_end)) return end;
  }
  return here.optional ? match(element + 1, words, at, to_end) : std::nullopt;
}

bool SpeechPattern::is(std::span<const std::string> words) const { return !words.empty() && match(0, words, 0, true).has_value(); }

std::optional<std::size_t> SpeechPattern::begins(std::span<const std::string> words) const {
  const auto end = match(0, words, 0, false);
  return end && *end > 0 ? end : std::nullopt;
}

}  // namespace codevoice::interview
