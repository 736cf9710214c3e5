#include "speech/clause_splitter.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <span>
#include <string>

#include "base/ascii.hpp"

namespace codevoice::speech {
namespace {

struct Word {
  std::size_t begin = 0;
  std::size_t end = 0;
  Border after = Border::Word;  // the strongest border that may follow it
};
using Words = std::span<const Word>;

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

std::string_view without_closers(std::string_view word) {
  const auto last = word.find_last_not_of("\"')]}*");
  return last == std::string_view::npos ? std::string_view{} : word.substr(0, last + 1);
}

bool is_abbreviation(std::string_view word) {
  static constexpr std::array kKnown{"e.g.",    "i.e.", "etc.", "vs.", "mr.", "mrs.", "ms.",  "dr.", "prof.",
                                     "approx.", "no.",  "fig.", "st.", "cf.", "al.",  "inc.", "ltd."};
  const auto text = ascii_lower(word.substr(word.find_first_not_of("\"'([{") == std::string_view::npos ? 0 : word.find_first_not_of("\"'([{")));
  const bool initial = text.size() == 2 && text[1] == '.' && std::isalpha(static_cast<unsigned char>(text[0])) != 0 && text[0] != 'i';
  return initial || std::find(kKnown.begin(), kKnown.end(), text) != kKnown.end();
}

/// Abbreviations end a sentence only when what follows looks like a new one and they usually stand last.
bool full_stop_ends(std::string_view word, std::string_view next) {
  const bool next_is_new =
      next.empty() || is_upper(next[next.find_first_not_of("\"'([{") == std::string_view::npos ? 0 : next.find_first_not_of("\"'([{")]);
  if (!is_abbreviation(word)) return true;
  return next_is_new && ascii_lower(word) == "etc.";
}

Border border_after(std::string_view word, std::string_view next) {
  const auto bare = without_closers(word);
  if (bare.empty()) return Border::Word;
  switch (bare.back()) {
    case '?':
    case '!': return bare == "!" || bare.ends_with("=!") ? Border::Word : Border::Sentence;
    case '.': return full_stop_ends(bare, next) ? Border::Sentence : Border::Word;
    case ':': return bare.ends_with("::") ? Border::Word : Border::Colon;
    case ';': return Border::Colon;
    case ',': return Border::Comma;
    default: break;
  }
  const bool dash = bare == "-" || bare == "--" || bare.ends_with("\xe2\x80\x94") || bare.ends_with("\xe2\x80\x93");
  return dash ? Border::Comma : Border::Word;
}

std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> words;
  for (std::size_t at = 0; at < text.size();) {
    while (at < text.size() && is_space(text[at])) ++at;
    const auto begin = at;
    while (at < text.size() && !is_space(text[at])) ++at;
    if (at > begin) words.push_back({begin, at});
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool last = i + 1 == words.size();
    const auto gap = last ? std::string_view{} : text.substr(words[i].end, words[i + 1].begin - words[i].end);
    const auto next = last ? std::string_view{} : text.substr(words[i + 1].begin, words[i + 1].end - words[i + 1].begin);
    words[i].after = border_after(text.substr(words[i].begin, words[i].end - words[i].begin), next);
    if (last || gap.find('\n') != gap.rfind('\n')) words[i].after = Border::Sentence;  // an empty line ends a paragraph
  }
  return words;
}

bool may_begin_clause(std::string_view word) {
  static constexpr std::array kOpeners{"and",    "or",    "but", "because", "which", "that", "when", "while", "if",     "so",
                                       "then",   "where", "who", "than",    "with",  "for",  "from", "after", "before", "until",
                                       "unless", "as",    "to",  "in",      "by",    "how",  "what", "why"};
  return std::find(kOpeners.begin(), kOpeners.end(), word) != kOpeners.end();
}

class Splitter {
 public:
  Splitter(std::string_view text, const ClauseLimits& limits) : text_(text), limits_(limits) {}

  std::vector<Clause> run() {
    const auto words = words_of(text_);
    for (Words rest = words; !rest.empty();) {
      const auto end = std::find_if(rest.begin(), rest.end(), [](const Word& w) { return w.after == Border::Sentence; });
      const auto count = static_cast<std::size_t>(end - rest.begin()) + 1;
      sentence(rest.first(count));
      rest = rest.subspan(count);
    }
    return std::move(clauses_);
  }

 private:
  std::size_t limit() const { return std::max<std::size_t>(1, clauses_.empty() ? limits_.first_words : limits_.words); }

  void sentence(Words words) {
    while (!words.empty()) {
      const auto count = words.size() <= limit() ? words.size() : cut(words);
      clauses_.push_back({words.front().begin, words[count - 1].end, words[count - 1].after});
      words = words.subspan(count);
    }
  }

  /// How many words go into the next clause of a sentence that is too long for one.
  std::size_t cut(Words words) const {
    const auto most = limit();
    // the last comma that fits, unless it leaves a scrap in front of it
    for (std::size_t count = most; count >= 2; --count) {
      if (words[count - 1].after != Border::Word) return count;
    }
    // no two-word scraps on either side of a conjunction
    for (std::size_t count = std::min(most, words.size() - 2); count >= 3; --count) {
      const auto& next = words[count];
      if (may_begin_clause(ascii_lower(text_.substr(next.begin, next.end - next.begin)))) return count;
    }
    const auto clauses = (words.size() + most - 1) / most;
    return std::min(most, (words.size() + clauses - 1) / clauses);  // about equal parts
  }

  std::string_view text_;
  ClauseLimits limits_;
  std::vector<Clause> clauses_;
};

}  // namespace

std::vector<Clause> split_clauses(std::string_view text, const ClauseLimits& limits) { return Splitter(text, limits).run(); }

}  // namespace codevoice::speech
