#include "interview/words.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include "interview/lexer.hpp"
#include "interview/stemmer.hpp"
#include "interview/word_lists.hpp"

namespace codevoice::interview {
namespace {

using Tokens = std::vector<Token>;

bool runs_on(const Token& token) { return !token.after_stop && !token.after_comma; }

/// Puts `words` in the place of the tokens [first, last): they share the whole stretch of text.
void replace_run(Tokens& tokens, std::size_t first, std::size_t last, const std::vector<std::string_view>& words) {
  const Token head = tokens[first];
  const auto end = tokens[last - 1].end;
  const auto place = tokens.erase(tokens.begin() + static_cast<std::ptrdiff_t>(first), tokens.begin() + static_cast<std::ptrdiff_t>(last));
  if (words.empty()) {  // what stood before the run now stands before what follows it
    if (place != tokens.end()) {
      place->after_stop = place->after_stop || head.after_stop;
      place->after_hard_stop = place->after_hard_stop || head.after_hard_stop;
      place->after_comma = place->after_comma || head.after_comma;
      place->capital = place->capital || head.capital;
    }
    return;
  }
  Tokens fresh;
  for (const auto word : words) fresh.push_back({std::string(word), head.begin, end, false, false, false, false, {}});
  fresh.front().after_stop = head.after_stop;
  fresh.front().after_hard_stop = head.after_hard_stop;
  fresh.front().after_comma = head.after_comma;
  fresh.front().capital = head.capital;
  tokens.insert(place, std::make_move_iterator(fresh.begin()), std::make_move_iterator(fresh.end()));
}

Tokens expand_contractions(const Tokens& tokens) {
  Tokens out;
  for (const Token& token : tokens) {
    const auto parts = parts_of_contraction(token.text);
    out.push_back(token);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (i == 0) {
        out.back().text = parts[0];
      } else {
        out.push_back({std::string(parts[i]), token.begin, token.end, false, false, false, false, {}});
      }
    }
  }
  return out;
}

bool fits(const Tokens& tokens, std::size_t at, const Rewrite& rewrite) {
  if (at + rewrite.from.size() > tokens.size()) return false;
  for (std::size_t i = 0; i < rewrite.from.size(); ++i) {
    if (tokens[at + i].text != rewrite.from[i] || (i > 0 && !runs_on(tokens[at + i]))) return false;
  }
  return true;
}

void apply_rewrites(Tokens& tokens) {
  for (std::size_t at = 0; at < tokens.size();) {
    const auto& list = rewrites();
    const auto rewrite = std::ranges::find_if(list, [&](const Rewrite& candidate) { return fits(tokens, at, candidate); });
    if (rewrite == list.end()) {
      ++at;
      continue;
    }
    replace_run(tokens, at, at + rewrite->from.size(), rewrite->to);
    at += rewrite->to.size();
  }
}

/// Reads numbers the way they are said: "two hundred and four" is 204, "four oh four" is 404.
class NumberReader {
 public:
  NumberReader(const Tokens& tokens, std::size_t at) : tokens_(tokens), at_(at) {}

  std::size_t end() const { return at_; }

  std::optional<std::string> read() {
    if (const auto digits = spelled_digits()) return digits;
    const auto value = up_to_millions();
    return value ? std::optional(std::to_string(*value)) : std::nullopt;
  }

 private:
  std::optional<std::uint64_t> value_at(std::size_t place) const {
    if (place >= tokens_.size() || (place > at_ && !runs_on(tokens_[place]))) return std::nullopt;
    const auto& text = tokens_[place].text;
    const bool digits = text.size() <= 6 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    if (digits && !text.empty()) return std::stoull(text);
    return value_of_number_word(text);
  }

  std::optional<std::string> spelled_digits() {
    std::string digits;
    for (std::size_t place = at_; place < tokens_.size(); ++place) {
      const bool oh = !digits.empty() && (tokens_[place].text == "oh" || tokens_[place].text == "o");
      const auto value = oh ? std::optional<std::uint64_t>(0) : value_at(place);
      if (!value || *value > 9) break;
      digits += static_cast<char>('0' + *value);
    }
    if (digits.size() < 3) return std::nullopt;
    at_ += digits.size();
    return digits;
  }

  std::optional<std::uint64_t> below_hundred() {
    const auto first = value_at(at_);
    if (!first || *first == 100 || *first == 1000 || *first == 1'000'000) return std::nullopt;
    ++at_;
    const bool tens = value_of_number_word(tokens_[at_ - 1].text) && *first >= 20 && *first <= 90;
    if (!tens) return first;
    const auto unit = value_at(at_);
    if (!unit || *unit < 1 || *unit > 9) return first;
    ++at_;
    return *first + *unit;
  }

  bool take_multiplier(std::uint64_t multiplier) {
    const bool there = value_at(at_) == multiplier && value_of_number_word(tokens_[at_].text).has_value();
    at_ += there ? 1 : 0;
    return there;
  }

  std::optional<std::uint64_t> below_thousand() {
    auto value = below_hundred();
    if (!take_multiplier(100)) return value;
    const auto hundreds = value.value_or(1) * 100;
    const auto before = at_;
    if (at_ < tokens_.size() && tokens_[at_].text == "and") ++at_;
    const auto rest = below_hundred();
    if (!rest) at_ = before;
    return hundreds + rest.value_or(0);
  }

  std::optional<std::uint64_t> up_to_millions() {
    const auto value = below_thousand();
    if (take_multiplier(1'000'000)) return value.value_or(1) * 1'000'000;
    if (!take_multiplier(1000)) return value;
    const auto rest = below_thousand();
    return value.value_or(1) * 1000 + rest.value_or(0);
  }

  const Tokens& tokens_;
  std::size_t at_;
};

void merge_numbers(Tokens& tokens) {
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    NumberReader reader(tokens, at);
    const auto number = reader.read();
    if (number) replace_run(tokens, at, reader.end(), {*number});
  }
}

void drop_fillers(Tokens& tokens) {
  Tokens kept;
  bool stop = false;
  bool hard_stop = false;
  bool comma = false;
  bool capital = false;  // of the filler that began the sentence
  for (Token& token : tokens) {
    stop = stop || token.after_stop;
    hard_stop = hard_stop || token.after_hard_stop;
    comma = comma || token.after_comma;
    capital = capital || token.capital;
    if (is_filler(token.text)) continue;
    token.after_stop = std::exchange(stop, false);
    token.after_hard_stop = std::exchange(hard_stop, false);
    token.capital = std::exchange(capital, false);
    token.after_comma = std::exchange(comma, false);
    kept.push_back(std::move(token));
  }
  tokens = std::move(kept);
}

/// Recognition puts a full stop at many a pause: it is none when the sentence plainly goes on.
bool sentence_goes_on(const Token& next, std::size_t length_so_far, bool cased) {
  constexpr auto kAlways = std::to_array<std::string_view>({"which", "because", "than", "into"});
  constexpr auto kAfterFew = std::to_array<std::string_view>({"is", "are", "has", "have", "was", "were", "does", "do", "can"});
  if (next.after_hard_stop) return false;
  if (std::ranges::find(kAlways, next.text) != kAlways.end()) return true;
  const bool digit = !next.text.empty() && next.text.front() >= '0' && next.text.front() <= '9';
  if (cased && !next.capital && !digit) return true;
  return length_so_far <= 4 && std::ranges::find(kAfterFew, next.text) != kAfterFew.end();
}

/// Whether sentences begin with a capital letter here; some engines write none at all.
bool is_cased(const Tokens& tokens) {
  return std::ranges::any_of(tokens, [](const Token& token) { return token.after_stop && token.capital; });
}

/// A clause without any punctuation may turn at a bare "but"; a short one may not ("not this but that").
constexpr std::size_t kLongStretch = 25;

bool turns(const Tokens& tokens, std::size_t at, std::size_t stretch) {
  const auto& text = tokens[at].text;
  if (text == "whereas" || text == "however") return true;
  if (text != "but" && text != "while") return false;
  return tokens[at].after_comma || stretch > kLongStretch;
}

/// Words up to the next full stop, counted from each full stop.
std::size_t stretch_from(const Tokens& tokens, std::size_t at) {
  std::size_t end = at + 1;
  while (end < tokens.size() && !tokens[end].after_stop) ++end;
  return end - at;
}

}  // namespace

std::vector<Word> words_of(std::string_view text) {
  Tokens tokens = expand_contractions(tokens_of(text));
  apply_rewrites(tokens);
  merge_numbers(tokens);
  drop_fillers(tokens);
  const bool cased = is_cased(tokens);
  std::vector<Word> words;
  words.reserve(tokens.size());
  std::size_t clause = 0;
  std::size_t clause_begin = 0;
  std::size_t stretch = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    Token& token = tokens[i];
    if (i == 0 || token.after_stop) stretch = stretch_from(tokens, i);
    const bool stop = token.after_stop && !sentence_goes_on(token, i - clause_begin, cased);
    if (i > 0 && (stop || turns(tokens, i, stretch))) {
      ++clause;
      clause_begin = i;
    }
    std::string stem = stem_of(token.text);
    words.push_back({std::move(token.text), std::move(stem), token.begin, token.end, clause, token.after_comma});
  }
  return words;
}

}  // namespace codevoice::interview
