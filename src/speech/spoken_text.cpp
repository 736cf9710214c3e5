#include "speech/spoken_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "speech/spoken_words.hpp"

namespace codevoice::speech {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

constexpr std::size_t kLongestBracket = 40;  // bytes: what is longer is no argument

// longest first where one begins with another
constexpr auto kSigns = std::to_array<Pair>({{"===", " equals "},
                                             {"!==", " is not equal to "},
                                             {"!=", " is not equal to "},
                                             {"==", " equals "},
                                             {"<=", " is at most "},
                                             {">=", " is at least "},
                                             {"->", " to "},
                                             {"=>", " gives "},
                                             {"&&", " and "},
                                             {"||", " or "},
                                             {"++", " plus plus"},
                                             {"<<", " shifted left by "},
                                             {">>", " shifted right by "},
                                             {"://", " "},
                                             {"::", " "},
                                             {"&", " and "},
                                             {"%", " percent"},
                                             {"/", " or "},
                                             {"=", " is "},
                                             {"<", " is less than "},
                                             {">", " is greater than "},
                                             {"+", " plus "},
                                             {"@", " at "},
                                             {"|", " or "},
                                             {"\\", " "},
                                             {"[", " "},
                                             {"]", " "},
                                             {"{", " "},
                                             {"}", " "},
                                             {"\"", ""},
                                             {"#", ""},
                                             {"$", ""},
                                             {"~", ""},
                                             {"^", " "},
                                             {"\xe2\x80\x9c", ""},                   // “
                                             {"\xe2\x80\x9d", ""},                   // ”
                                             {"\xe2\x80\x98", "'"},                  // ‘
                                             {"\xe2\x80\x99", "'"},                  // ’
                                             {"\xe2\x80\x93", ", "},                 // –
                                             {"\xe2\x80\x94", ", "},                 // —
                                             {"\xe2\x80\xa6", "."},                  // …
                                             {"\xe2\x80\xa2", " "},                  // •
                                             {"\xe2\x86\x92", " to "},               // →
                                             {"\xe2\x89\xa0", " is not equal to "},  // ≠
                                             {"\xe2\x89\xa4", " is at most "},       // ≤
                                             {"\xe2\x89\xa5", " is at least "},      // ≥
                                             {"\xe2\x89\x88", " is about "},         // ≈
                                             {"\xc3\x97", " times "},                // ×
                                             {"\xc2\xb7", " times "},                // ·
                                             {"\xc2\xb1", " plus or minus "},        // ±
                                             {"\xc2\xb0", " degrees"},               // °
                                             {"\xc2\xb2", " squared"},               // ²
                                             {"\xc2\xb3", " cubed"},                 // ³
                                             {"\xce\x98", "theta"},                  // Θ
                                             {"\xce\xa9", "omega"},                  // Ω
                                             {"\xce\xbb", "lambda"}});               // λ

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_word(char c) { return is_digit(c) || is_letter(c) || c == '_'; }
bool is_small(char c) { return is_digit(c) || (c >= 'a' && c <= 'z'); }

/// Fenced code, then inline marks: what stands in ``` is for the screen only.
std::string without_markup(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text.substr(at, 3) == "```") {
      const auto end = text.find("```", at + 3);
      at = end == std::string_view::npos ? text.size() : end + 3;
      out += ' ';
      continue;
    }
    const char c = text[at];
    const char before = at == 0 ? '\n' : text[at - 1];
    const char after = at + 1 < text.size() ? text[at + 1] : '\n';
    const bool line_start = before == '\n';
    const bool heading = c == '#' && !is_digit(after);
    ++at;
    if (c == '*' && ((before == ' ' && after == ' ') || (is_word(before) && is_word(after)))) {
      out += " times ";
    } else if (c != '`' && c != '*' && !(line_start && (heading || c == '>' || (c == '-' && after == ' ')))) {
      out += c == '\n' || c == '\t' ? ' ' : c;
    }
  }
  return out;
}

/// Reads on in `text` at `at`; what is said goes to `out`.
struct Reading {
  std::string_view text;
  std::size_t at = 0;
  std::string out{};

  char here() const { return text[at]; }
  char before() const { return at == 0 ? ' ' : text[at - 1]; }
  char after(std::size_t ahead = 1) const { return at + ahead < text.size() ? text[at + ahead] : ' '; }
  void say(std::string_view said, std::size_t length) {
    out += said;
    at += length;
  }
};

/// What stands in the brackets that open at `at`; nothing when they do not close soon.
std::optional<std::string_view> bracketed(std::string_view text, std::size_t at, char close) {
  const char open = text[at];
  int depth = 0;
  for (std::size_t i = at; i < text.size() && i - at <= kLongestBracket; ++i) {
    if (text[i] == open) ++depth;
    if (text[i] == close && --depth == 0) return text.substr(at + 1, i - at - 1);
  }
  return std::nullopt;
}

/// "O(n log n)", "f(x)", "foo()", "vector<int>", "a[0]"; "word(s)".
bool take_argument(Reading& read) {
  const char open = read.here();
  if ((open != '(' && open != '<' && open != '[') || (!is_word(read.before()) && read.before() != '>')) return false;
  const auto inner = bracketed(read.text, read.at, open == '(' ? ')' : open == '<' ? '>' : ']');
  if (!inner) return false;
  const bool is_plural = *inner == "s" || *inner == "es";
  const auto said = spoken_text(*inner);
  read.say(is_plural ? std::string(*inner) : said.empty() ? "" : " of " + said, inner->size() + 2);
  if (read.at < read.text.size() && is_word(read.here())) read.out += ' ';
  return true;
}

/// "n^2", "2^32", "n^(k+1)"
bool take_power(Reading& read) {
  if (read.here() != '^') return false;
  std::string_view power = read.text.substr(read.at + 1, 0);
  std::size_t length = 1;
  if (read.after() == '(') {
    power = bracketed(read.text, read.at + 1, ')').value_or(power);
    length += power.size() + 2;
  } else {
    std::size_t end = read.at + 1;
    while (end < read.text.size() && is_word(read.text[end])) ++end;
    power = read.text.substr(read.at + 1, end - read.at - 1);
    length += power.size();
  }
  if (power.empty()) return false;
  read.say(power == "2" ? " squared" : power == "3" ? " cubed" : " to the power of " + spoken_text(power), length);
  return true;
}

bool take_number(Reading& read) {
  const bool dollars = read.here() == '$';
  const bool version = read.here() == 'v' && !is_word(read.before());
  const bool counted = read.here() == '#';
  const bool about = read.here() == '~';
  const std::size_t skipped = dollars || version || counted || about ? 1 : 0;
  const auto number = spoken_number(read.text.substr(std::min(read.at + skipped, read.text.size())));
  if (!number) return false;
  if (version) read.out += "version ";
  if (counted) read.out += "number ";
  if (about) read.out += "about ";
  read.say(number->said + (dollars ? (number->said == "one" ? " dollar" : " dollars") : ""), number->length + skipped);
  if (read.at < read.text.size() && is_word(read.here())) read.out += ' ';  // "3D"
  return true;
}

bool take_word(Reading& read) {
  if (!is_word(read.here())) return false;
  std::size_t end = read.at;
  while (end < read.text.size() && is_word(read.text[end])) ++end;
  read.say(spoken_word(read.text.substr(read.at, end - read.at)), end - read.at);
  return true;
}

/// Signs that mean one thing or another by what stands around them.
bool take_ambiguous(Reading& read) {
  const char before = read.before();
  const char after = read.after();
  const bool lone_before = is_word(before) && (read.at < 2 || !is_word(read.text[read.at - 2]));
  switch (read.here()) {
    case '.':
      if ((!is_small(before) && before != ' ' && before != '(') || !is_small(after)) return false;
      read.say(" dot ", 1);  // "example.com", ".txt"
      return true;
    case '-':
      if (before == ' ' && after == ' ') {
        read.say(is_digit(read.after(2)) ? " minus " : ", ", 1);
      } else if (is_digit(after) && !(is_word(before) && !lone_before)) {
        read.say(" minus ", 1);  // "n-1", "-1"
      } else if (is_word(before) && is_digit(after)) {
        read.say(" ", 1);  // "UTF-8"
      } else {
        return false;
      }
      return true;
    case '/':
      if (!is_word(before)) {
        read.say(" slash ", 1);
        return true;
      }
      if (!is_digit(after) && (!lone_before || (is_word(read.after(2)) && is_word(after)))) return false;
      read.say(" ", 1);  // "HTTP/2", "A/B"
      return true;
    default: return false;
  }
}

bool take_sign(Reading& read) {
  const auto sign = std::ranges::find_if(kSigns, [&](const Pair& known) { return read.text.substr(read.at, known.first.size()) == known.first; });
  if (sign == kSigns.end()) return false;
  read.say(sign->second, sign->first.size());
  return true;
}

bool take_name(Reading& read) {
  const auto name = spoken_name(read.text, read.at);
  if (!name) return false;
  read.say(name->said, name->length);
  if (read.at < read.text.size() && is_word(read.here())) read.out += ' ';  // "C++17"
  return true;
}

std::string single_spaced(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == ' ' && (out.empty() || out.back() == ' ')) continue;
    if ((c == ',' || c == '.' || c == '?' || c == '!' || c == ')' || c == ':') && !out.empty() && out.back() == ' ') out.pop_back();
    const bool is_double = c == ',' && (out.empty() || out.back() == ',');
    if (!is_double) out += c;
  }
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

}  // namespace

std::string spoken_text(std::string_view written) {
  const auto text = without_markup(written);
  Reading read{text};
  while (read.at < text.size()) {
    const bool taken =
        take_argument(read) || take_power(read) || take_name(read) || take_number(read) || take_word(read) || take_ambiguous(read) || take_sign(read);
    if (taken) continue;
    const bool is_pictogram = (static_cast<unsigned char>(read.here()) & 0xF8U) == 0xF0U;  // four bytes: no letter of ours
    read.say(is_pictogram ? "" : text.substr(read.at, 1), is_pictogram ? std::min<std::size_t>(4, text.size() - read.at) : 1);
  }
  return single_spaced(read.out);
}

}  // namespace codevoice::speech
