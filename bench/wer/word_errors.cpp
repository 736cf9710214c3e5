#include "wer/word_errors.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <limits>
#include <utility>

namespace codevoice::bench {
namespace {

constexpr std::size_t kMostParts = 6;  // words that one word may be written as

constexpr std::array<std::string_view, 20> kSmall{"zero",     "one",     "two",     "three",     "four",     "five",    "six",
                                                  "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",  "thirteen",
                                                  "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
constexpr std::array<std::string_view, 10> kTens{"", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"};

void spell(unsigned long number, std::vector<std::string>& out) {
  if (number >= 1000) {
    spell(number / 1000, out);
    out.emplace_back("thousand");
    if (number % 1000 != 0) spell(number % 1000, out);
  } else if (number >= 100) {
    out.emplace_back(kSmall[number / 100]);
    out.emplace_back("hundred");
    if (number % 100 != 0) spell(number % 100, out);
  } else if (number >= 20) {
    out.emplace_back(kTens[number / 10]);
    if (number % 10 != 0) out.emplace_back(kSmall[number % 10]);
  } else {
    out.emplace_back(kSmall[number]);
  }
}

void replace_end(std::string& word, std::string_view from, std::string_view to) {
  if (word.size() > from.size() + 2 && word.ends_with(from)) word.replace(word.size() - from.size(), from.size(), to);
}

/// One spelling for both sides of the ocean.
std::string one_spelling(std::string word) {
  for (const auto& [from, to] : {std::pair{"ise", "ize"},
                                 {"ised", "ized"},
                                 {"ises", "izes"},
                                 {"ising", "izing"},
                                 {"iser", "izer"},
                                 {"isation", "ization"},
                                 {"our", "or"},
                                 {"ours", "ors"},
                                 {"yse", "yze"},
                                 {"ysed", "yzed"},
                                 {"elled", "eled"},
                                 {"elling", "eling"}}) {
    if (word != "four" && word != "your" && word != "hour" && word != "yours" && word != "hours") replace_end(word, from, to);
  }
  return word;
}

void add_word(std::string word, std::vector<std::string>& out) {
  while (!word.empty() && word.back() == '\'') word.pop_back();
  if (word.empty()) return;
  if (word.size() <= 6 && std::all_of(word.begin(), word.end(), [](unsigned char c) { return std::isdigit(c) != 0; })) {
    spell(std::stoul(word), out);
    return;
  }
  for (const auto& [tail, full] :
       {std::pair<std::string_view, std::string_view>{"n't", "not"}, {"'re", "are"}, {"'ll", "will"}, {"'ve", "have"}, {"'m", "am"}}) {
    if (!word.ends_with(tail)) continue;
    auto stem = word.substr(0, word.size() - tail.size());
    if (stem == "ca") stem = "can";
    if (stem == "wo") stem = "will";
    out.push_back(std::move(stem));
    out.emplace_back(full);
    return;
  }
  std::erase(word, '\'');
  out.push_back(one_spelling(std::move(word)));
}

/// The texts are plain ASCII but for these.
std::string plain(std::string_view text) {
  std::string out(text);
  for (const auto& [from, to] : {std::pair<std::string_view, std::string_view>{"\u2019", "'"}, {"%", " percent "}, {"&", " and "}, {"+", " plus "}}) {
    for (auto at = out.find(from); at != std::string::npos; at = out.find(from, at + to.size())) out.replace(at, from.size(), to);
  }
  return out;
}

std::string joined(const std::vector<std::string>& words, std::size_t begin, std::size_t end) {
  std::string all;
  for (; begin < end; ++begin) all += words[begin];
  return all;
}

struct Step {
  std::size_t cost = std::numeric_limits<std::size_t>::max();
  std::size_t from_reference = 0, from_heard = 0;
};

class Alignment {
 public:
  Alignment(const std::vector<std::string>& reference, const std::vector<std::string>& heard)
      : reference_(reference), heard_(heard), steps_((reference.size() + 1) * (heard.size() + 1)) {
    at(0, 0).cost = 0;
    for (std::size_t i = 0; i <= reference_.size(); ++i) {
      for (std::size_t j = 0; j <= heard_.size(); ++j) go_on_from(i, j);
    }
  }

  WordErrors errors() {
    WordErrors found;
    found.words = reference_.size();
    found.errors = at(reference_.size(), heard_.size()).cost;
    for (std::size_t i = reference_.size(), j = heard_.size(); i > 0 || j > 0;) {
      const auto step = at(i, j);
      if (step.cost > at(step.from_reference, step.from_heard).cost) {
        found.slips.push_back(words(reference_, step.from_reference, i) + " -> " + words(heard_, step.from_heard, j));
      }
      i = step.from_reference;
      j = step.from_heard;
    }
    std::reverse(found.slips.begin(), found.slips.end());
    return found;
  }

 private:
  Step& at(std::size_t i, std::size_t j) { return steps_[i * (heard_.size() + 1) + j]; }

  static std::string words(const std::vector<std::string>& all, std::size_t begin, std::size_t end) {
    std::string text;
    for (; begin < end; ++begin) text += (text.empty() ? "" : " ") + all[begin];
    return text.empty() ? "(nothing)" : text;
  }

  void offer(std::size_t i, std::size_t j, std::size_t more_reference, std::size_t more_heard, std::size_t price) {
    const auto a = i + more_reference, b = j + more_heard;
    if (a > reference_.size() || b > heard_.size()) return;
    const auto cost = at(i, j).cost + price;
    if (cost < at(a, b).cost) at(a, b) = {cost, i, j};
  }

  void go_on_from(std::size_t i, std::size_t j) {
    if (i < reference_.size() && j < heard_.size()) offer(i, j, 1, 1, reference_[i] == heard_[j] ? 0 : 1);
    offer(i, j, 1, 0, 1);
    offer(i, j, 0, 1, 1);
    if (i == reference_.size() || j == heard_.size()) return;
    for (std::size_t parts = 2; parts <= kMostParts; ++parts) {
      if (j + parts <= heard_.size() && joined(heard_, j, j + parts) == reference_[i]) offer(i, j, 1, parts, 0);
      if (i + parts <= reference_.size() && joined(reference_, i, i + parts) == heard_[j]) offer(i, j, parts, 1, 0);
    }
  }

  const std::vector<std::string>& reference_;
  const std::vector<std::string>& heard_;
  std::vector<Step> steps_;
};

}  // namespace

std::vector<std::string> normalised_words(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : plain(text)) {
    const auto letter = static_cast<unsigned char>(c);
    const bool digit = std::isdigit(letter) != 0;
    if (!word.empty() && word.back() != '\'' && digit != (std::isdigit(static_cast<unsigned char>(word.back())) != 0)) {
      add_word(std::exchange(word, {}), words);  // "O1" is two words
    }
    if (std::isalnum(letter) != 0 || (c == '\'' && !word.empty())) {
      word += static_cast<char>(std::tolower(letter));
    } else {
      add_word(std::exchange(word, {}), words);
    }
  }
  add_word(std::move(word), words);
  return words;
}

void WordErrors::add(const WordErrors& other) {
  words += other.words;
  errors += other.errors;
  slips.insert(slips.end(), other.slips.begin(), other.slips.end());
}

WordErrors count_word_errors(std::string_view reference, std::string_view heard) {
  const auto said = normalised_words(reference), got = normalised_words(heard);
  return Alignment(said, got).errors();
}

}  // namespace codevoice::bench
