#include "interview/lexer.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace codevoice::interview {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Latin letters with accents as plain ones: the second byte after 0xC3.
char folded(unsigned char second) {
  constexpr std::string_view kPlain = "aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiiidnooooo/ouuuuyty";
  return second >= 0x80 && second <= 0xBF ? kPlain[second - 0x80U] : '*';
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  std::vector<Token> run() {
    while (at_ < text_.size()) step();
    return std::move(tokens_);
  }

 private:
  void step() {
    if (is_digit(text_[at_])) return number();
    if (letter_length() > 0) return word();
    punctuation();
  }

  bool next_is(std::string_view what, std::size_t ahead = 0) const {
    return at_ + ahead <= text_.size() && text_.substr(at_ + ahead).starts_with(what);
  }

  /// Bytes of the letter here; 0 when there is none.
  std::size_t letter_length() const {
    if (is_letter(text_[at_])) return 1;
    const bool latin = text_[at_] == '\xC3' && at_ + 1 < text_.size();
    return latin && is_letter(folded(static_cast<unsigned char>(text_[at_ + 1]))) ? 2 : 0;
  }
  std::size_t apostrophe_length() const {
    if (at_ >= text_.size()) return 0;
    if (text_[at_] == '\'' || text_[at_] == '`') return 1;
    return next_is("\xE2\x80\x99") || next_is("\xE2\x80\x98") ? 3 : 0;
  }

  std::string letters_and_digits() {
    std::string run;
    while (at_ < text_.size()) {
      const auto length = letter_length();
      if (length == 0 && !is_digit(text_[at_])) break;
      run += length == 2 ? folded(static_cast<unsigned char>(text_[at_ + 1])) : lower(text_[at_]);
      at_ += std::max<std::size_t>(length, 1);
    }
    return run;
  }

  void word() {
    const auto begin = at_;
    const bool capital = text_[at_] >= 'A' && text_[at_] <= 'Z';
    std::string run = letters_and_digits();
    std::string dropped;
    while (const auto apostrophe = apostrophe_length()) {
      const auto before = at_;
      at_ += apostrophe;
      const std::string tail = at_ < text_.size() ? letters_and_digits() : std::string();
      if (tail.empty()) {
        at_ = before;
        break;
      }
      constexpr auto kDropped = std::to_array<std::string_view>({"s", "re", "ve", "ll", "d", "m"});
      if (std::ranges::find(kDropped, tail) == kDropped.end()) {
        run += tail;
      } else {
        dropped = tail;
      }
    }
    add(std::move(run), begin, capital);
    tokens_.back().tail = std::move(dropped);
    if (next_is("++") && tokens_.back().text == "c") language("plus", 2, 2);
    if (next_is("#") && (tokens_.back().text == "c" || tokens_.back().text == "f")) language("sharp", 1, 1);
  }

  void language(std::string_view name, std::size_t times, std::size_t length) {
    for (std::size_t i = 0; i < times; ++i) {
      add(std::string(name), at_, false);
      tokens_.back().end = at_ + length;
    }
    at_ += length;
  }

  void number() {
    const auto begin = at_;
    std::string run;
    while (at_ < text_.size()) {
      const bool thousands = text_[at_] == ',' && !run.empty() && digits_at(at_ + 1) == 3;
      if (!is_digit(text_[at_]) && !thousands) break;
      if (!thousands) run += text_[at_];
      ++at_;
    }
    for (const std::string_view ending : {"st", "nd", "rd", "th"}) {
      if (!next_is(ending) || (at_ + 2 < text_.size() && is_letter(text_[at_ + 2]))) continue;
      run += ending;
      at_ += 2;
    }
    add(std::move(run), begin, false);
  }

  std::size_t digits_at(std::size_t place) const {
    std::size_t count = 0;
    while (place + count < text_.size() && is_digit(text_[place + count])) ++count;
    return count;
  }

  void punctuation() {
    const char c = text_[at_];
    if (c == '%') return symbol("percent", 1);
    if (c == '&') return symbol("and", 1);
    if (next_is("^2")) return symbol("squared", 2);
    if (next_is("^3")) return symbol("cubed", 2);
    if (next_is("\xC2\xB2")) return symbol("squared", 2);
    if (next_is("...")) return skip(3);
    if (c == '.' || c == ';' || c == '?' || c == '!') note_stop(c);
    if (c == ',' || c == ':' || next_is("\xE2\x80\x94") || next_is(" - ") || next_is("--")) comma_ = true;
    ++at_;
  }
  void skip(std::size_t length) { at_ += length; }

  void symbol(std::string_view name, std::size_t length) {
    add(std::string(name), at_, false);
    tokens_.back().end = at_ + length;
    at_ += length;
  }

  void note_stop(char c) {
    if (!ends_sentence()) return;
    stop_ = true;
    hard_stop_ = hard_stop_ || c != '.';
  }

  bool ends_sentence() const {
    const auto next = at_ + 1;
    if (next < text_.size() && !is_space(text_[next]) && text_[next] != '"' && text_[next] != ')') return false;
    if (text_[at_] != '.' || tokens_.size() < 2) return true;
    // "e.g." and "T.L.B." end no sentence
    const Token& last = tokens_.back();
    const Token& before = tokens_[tokens_.size() - 2];
    const bool dotted = last.text.size() == 1 && before.text.size() == 1 && last.begin == before.end + 1 && text_[before.end] == '.';
    return !dotted;
  }

  void add(std::string text, std::size_t begin, bool capital) {
    tokens_.push_back({std::move(text), begin, at_, stop_, hard_stop_, comma_, capital, {}});
    stop_ = hard_stop_ = comma_ = false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
  bool stop_ = false;
  bool hard_stop_ = false;
  bool comma_ = false;
};

}  // namespace

std::vector<Token> tokens_of(std::string_view text) { return Lexer(text).run(); }

}  // namespace codevoice::interview
