#include "interview/vocabulary_repair.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "interview/confusions.hpp"
#include "interview/known_words.hpp"
#include "interview/lexer.hpp"
#include "interview/misheard.hpp"
#include "interview/stemmer.hpp"

namespace codevoice::interview {
namespace {

constexpr std::size_t kWidest = 4;       // words that one term may have become
constexpr std::size_t kLeastJoined = 5;  // letters; shorter ones are words too often ("in it")
constexpr std::size_t kLeastSlip = 8;    // letters of a word in which one other letter is no other word
constexpr std::size_t kSteady = 6;       // letters; shorter words sound alike with nothing in common ("ploys", "pulls")
constexpr std::size_t kLeastSplit = 7;   // letters of a word that may have fallen into several

using Window = std::span<const Token>;

struct Term {
  std::string spelled;  // as the vocabulary writes it
  std::string joined;   // its words without blanks, in lower case
  std::vector<std::string> words;
  std::vector<std::string> sounds;
};

bool is_spelled_out(const Term& term) {
  return std::ranges::count_if(term.words, [](const std::string& word) { return word.size() == 1; }) > 1;
}

Term term_of(const std::string& spelled) {
  Term term;
  term.spelled = spelled;
  for (const Token& token : tokens_of(spelled)) {
    term.joined += token.text;
    term.sounds.push_back(close_sound_of(token.text));
    term.words.push_back(token.text);
  }
  return term;
}

bool has_gaps(Window window) {
  return std::ranges::any_of(window.subspan(1), [](const Token& token) { return token.after_stop || token.after_comma; });
}

/// "a synchronous" is not "asynchronous", nor "fall back to" a fallback.
bool may_be_one_word(Window window) {
  constexpr auto kBefore = std::to_array<std::string_view>({"a", "an", "the", "i", "to"});
  constexpr auto kAfter = std::to_array<std::string_view>({"back", "up", "off", "down", "in", "on", "a", "the", "i", "to", "s", "t"});
  return std::ranges::find(kBefore, window.front().text) == kBefore.end() && std::ranges::find(kAfter, window.back().text) == kAfter.end();
}

std::string joined(Window window, std::string_view between = "") {
  std::string all;
  for (const Token& token : window) {
    if (!all.empty()) all += between;
    all += token.text;
  }
  return all;
}

/// One letter more, less or other in a long word, or the same sound; never another form of the same word.
bool is_slip(const std::string& heard, const std::string& meant) {
  if (!is_misheard(heard, meant) || stem_of(heard) == stem_of(meant)) return false;
  if (meant.size() < kSteady && distance(heard, meant, 2) > 2) return false;
  return sound_of(heard) == sound_of(meant) || (meant.size() >= kLeastSlip && distance(heard, meant, 1) <= 1);
}

const std::unordered_map<std::string_view, const Confusion*>& confusions_by_words() {
  static const auto kByWords = [] {
    std::unordered_map<std::string_view, const Confusion*> map;
    for (const Confusion& confusion : confusions()) map.emplace(confusion.heard, &confusion);
    return map;
  }();
  return kByWords;
}

bool begins_confusion(const std::string& word) {
  static const auto kFirst = [] {
    std::unordered_set<std::string> first;
    for (const Confusion& confusion : confusions()) first.emplace(confusion.heard.substr(0, confusion.heard.find(' ')));
    return first;
  }();
  return kFirst.contains(word);
}

class Repairer {
 public:
  explicit Repairer(const std::vector<std::string>& vocabulary) {
    for (const std::string& spelled : vocabulary) {
      Term term = term_of(spelled);
      for (const std::string& word : term.words) words_.push_back(word);
      if (!term.words.empty() && !is_spelled_out(term)) terms_.push_back(std::move(term));
    }
  }

  /// What the window should read: itself when it is a term already; none when there is nothing to say about it.
  std::optional<std::string> reading_of(Window window) const {
    if (has_gaps(window) || std::ranges::any_of(window, [](const Token& token) { return !token.tail.empty(); })) return std::nullopt;
    if (const auto confused = confused_for(window)) return confused;
    const std::string run = joined(window);
    for (const Term& term : terms_) {
      if (const auto mended = as_term(window, run, term)) return mended;
    }
    return window.size() == 1 ? as_word(window.front().text) : std::nullopt;
  }

 private:
  bool expects(std::string_view beginning) const {
    return std::ranges::any_of(words_, [beginning](const std::string& word) { return word.starts_with(beginning); });
  }

  std::optional<std::string> confused_for(Window window) const {
    if (!begins_confusion(window.front().text)) return std::nullopt;
    const std::string words = joined(window, " ");
    const auto place = confusions_by_words().find(words);
    if (place == confusions_by_words().end() || std::ranges::find(words_, words) != words_.end()) return std::nullopt;
    const Confusion& confusion = *place->second;
    return confusion.needs.empty() || expects(confusion.needs) ? std::optional(std::string(confusion.meant)) : std::nullopt;
  }

  static std::optional<std::string> as_term(Window window, const std::string& run, const Term& term) {
    const auto same = [](const Token& token, const std::string& word) { return token.text == word; };
    if (std::ranges::equal(window, term.words, same)) return joined(window, " ");
    if (window.size() == 1 && (term.words.size() == 1 || is_known_word(window.front().text))) return std::nullopt;  // as_word
    if (window.size() > 1 && window.size() != term.words.size() && !may_be_one_word(window)) return std::nullopt;
    if (term.joined.size() >= kLeastJoined && run == term.joined) return term.spelled;
    if (term.words.size() == 1) return fell_apart(window, run, term) ? std::optional(term.spelled) : std::nullopt;
    return sounds_like(window, term) ? std::optional(term.spelled) : std::nullopt;
  }

  /// "item potent" for "idempotent": one of the pieces is no word we know.
  static bool fell_apart(Window window, const std::string& run, const Term& term) {
    if (term.joined.size() < kLeastSplit || window.size() > 3) return false;
    if (std::ranges::all_of(window, [](const Token& token) { return is_known_word(token.text); })) return false;
    const auto whole = stem_of(term.joined);
    if (std::ranges::any_of(window, [&whole](const Token& token) { return stem_of(token.text) == whole; })) return false;
    return is_misheard(run, term.joined) && sound_of(run) == sound_of(term.joined);
  }

  /// "right ahead log" for "write ahead log": word for word the same or the same sound, and one of them the same.
  static bool sounds_like(Window window, const Term& term) {
    if (window.size() != term.words.size()) return false;
    bool anchored = false;
    for (std::size_t i = 0; i < window.size(); ++i) anchored = anchored || (window[i].text == term.words[i] && window[i].text.size() > 2);
    for (std::size_t i = 0; anchored && i < window.size(); ++i) anchored = sounds_like(window[i].text, term.words[i], term.sounds[i]);
    return anchored;
  }

  static bool sounds_like(const std::string& heard, const std::string& meant, const std::string& sound) {
    if (heard == meant) return true;
    if (close_sound_of(heard) != sound || stem_of(heard) == stem_of(meant)) return false;
    return (heard.find("th") == std::string::npos) == (meant.find("th") == std::string::npos);  // "other", "outer"
  }

  std::optional<std::string> as_word(const std::string& heard) const {
    const bool has_digit = std::ranges::any_of(heard, [](char c) { return c >= '0' && c <= '9'; });
    if (has_digit || is_known_word(heard) || std::ranges::find(words_, heard) != words_.end()) return std::nullopt;
    for (const Term& term : terms_) {
      for (const std::string& word : term.words) {
        const std::string written = term.words.size() == 1 ? term.spelled : word;
        if (is_slip(heard, word)) return written;
        if (heard.ends_with('s') && !word.ends_with('s') && is_slip(heard, word + "s")) return written + "s";
      }
    }
    return std::nullopt;
  }

  std::vector<Term> terms_;
  std::vector<std::string> words_;
};

/// A sentence goes on beginning with a capital letter.
std::string in_case_of(std::string_view heard, std::string written) {
  const bool capital = heard.front() >= 'A' && heard.front() <= 'Z';
  if (capital && written.front() >= 'a' && written.front() <= 'z') written.front() = static_cast<char>(written.front() - 'a' + 'A');
  return written;
}

}  // namespace

std::string repair_transcript(std::string_view heard, const std::vector<std::string>& vocabulary) {
  const Repairer repairer(vocabulary);
  const auto tokens = tokens_of(heard);
  std::string mended;
  std::size_t copied = 0;
  for (std::size_t at = 0; at < tokens.size();) {
    std::size_t width = std::min(kWidest, tokens.size() - at);
    std::optional<std::string> reading;
    for (; width > 0; --width) {
      reading = repairer.reading_of(Window(tokens).subspan(at, width));
      if (reading) break;
    }
    if (!reading) {
      ++at;
      continue;
    }
    const auto begin = tokens[at].begin;
    const auto end = tokens[at + width - 1].end;
    if (*reading != joined(Window(tokens).subspan(at, width), " ")) {
      mended += heard.substr(copied, begin - copied);
      const bool begins = at == 0 || tokens[at].after_stop;
      mended += begins ? in_case_of(heard.substr(begin), std::move(*reading)) : *reading;
      copied = end;
    }
    at += width;
  }
  mended += heard.substr(copied);
  return mended;
}

}  // namespace codevoice::interview
