#include "speech/spoken_words.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "base/ascii.hpp"

namespace codevoice::speech {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

// only replaced whole; the longest that fits counts
constexpr auto kNames = std::to_array<Pair>({{"C++", "C plus plus"},
                                             {"c++", "C plus plus"},
                                             {"C#", "C sharp"},
                                             {"F#", "F sharp"},
                                             {".NET", "dot net"},
                                             {"Node.js", "node J.S"},
                                             {"IPv4", "I.P v four"},
                                             {"IPv6", "I.P v six"},
                                             {"TCP/IP", "T.C.P I.P"},
                                             {"NoSQL", "no sequel"},
                                             {"MySQL", "my sequel"},
                                             {"SQLite", "sequel lite"},
                                             {"PostgreSQL", "postgres"},
                                             {"SQL", "sequel"},
                                             {"JSON", "jason"},
                                             {"YAML", "yammel"},
                                             {"GUI", "gooey"},
                                             {"OAuth", "oh auth"},
                                             {"nginx", "engine x"},
                                             {"k8s", "koober netteez"},
                                             {"K8s", "koober netteez"},
                                             {"Kubernetes", "koober netteez"},
                                             {"kubernetes", "koober netteez"},
                                             {"kubectl", "cube control"},
                                             {"Redis", "reddiss"},
                                             {"async", "A-sync"},
                                             {"enum", "ee-num"},
                                             {"enums", "ee-nums"},
                                             {"stdin", "standard in"},
                                             {"stdout", "standard out"},
                                             {"stderr", "standard error"},
                                             {"std::", "standard "},
                                             {"nullptr", "null pointer"},
                                             {"async/await", "A-sync await"},
                                             {"read/write", "read write"},
                                             {"client/server", "client server"},
                                             {"request/response", "request response"},
                                             {"input/output", "input output"},
                                             {"and/or", "and or"},
                                             {"24/7", "twenty-four seven"},
                                             {"CI/CD", "C.I C.D"},
                                             {"I/O", "I.O"},
                                             {"A/B", "A.B"},
                                             {"AI/ML", "A.I and M.L"},
                                             {"x86", "x eighty-six"},
                                             {"x64", "x sixty-four"},
                                             {"Mm-hm", "um-hum"},
                                             {"mm-hm", "um-hum"},
                                             {"e.g.", "for example"},
                                             {"i.e.", "that is"},
                                             {"etc.", "and so on"},
                                             {"vs.", "versus"},
                                             {"approx.", "about"},
                                             {"OK", "okay"}});

// written in capitals and said as words: the names among them, and the words that SQL and shouting put into capitals
constexpr auto kSaidAsWords = std::to_array<std::string_view>(
    {"ACID",  "AJAX",  "ALL",   "ALTER", "AND",   "ANY",  "ARRAY", "AS",    "ASCII", "BASE",  "BIOS",  "BUT",   "BY",   "CAP",   "CASE",
     "CORS",  "CRUD",  "DO",    "DRY",   "DROP",  "EACH", "ELSE",  "END",   "FIFO",  "FOR",   "FROM",  "FULL",  "GET",  "GROUP", "HASH",
     "HEAD",  "IF",    "IN",    "INDEX", "INNER", "INTO", "IS",    "IT",    "JOIN",  "KEY",   "LAN",   "LEFT",  "LIFO", "LIKE",  "LIMIT",
     "LIST",  "MAC",   "MAP",   "MUST",  "NASA",  "NAT",  "NEVER", "NEW",   "NO",    "NOT",   "NULL",  "NUMA",  "ON",   "ONE",   "ONLY",
     "OR",    "ORDER", "OUTER", "PATCH", "POST",  "PUT",  "RAID",  "RAM",   "REST",  "RIGHT", "ROM",   "SET",   "SIM",  "SOAP",  "SOLID",
     "SPAM",  "TABLE", "THE",   "THEN",  "TO",    "TRUE", "UNION", "USE",   "VIEW",  "WAN",   "WHEN",  "WHERE", "WITH", "YES",   "YOU",
     "FALSE", "CACHE", "LOCK",  "SCRUM", "SHA",   "TODO", "COUNT", "WHILE", "CLASS", "STACK", "QUEUE", "HEAP",  "TREE", "LESS",  "MORE",
     "MOST",  "SAME",  "VERY",  "WHY",   "WHAT",  "HOW",  "CAN",   "DONE",  "MIN",   "MAX",   "SUM"});
constexpr std::size_t kLongestSpelled = 5;  // letters; what is longer is a word in capitals

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) { return is_upper(c) || is_lower(c) || is_digit(c); }

bool stands_alone(std::string_view text, std::size_t at, std::string_view name) {
  const auto joins = [](char c) { return is_word(c) || c == '_'; };
  const bool before = at == 0 || !joins(text[at - 1]) || !is_word(name.front());
  const auto end = at + name.size();
  const bool after = end >= text.size() || !joins(text[end]) || !is_word(name.back());
  return before && after;
}

bool is_abbreviation(std::string_view word) {
  return word.size() >= 2 && word.size() <= kLongestSpelled && std::ranges::all_of(word, is_upper) &&
         std::ranges::find(kSaidAsWords, word) == kSaidAsWords.end();
}

std::string spelled(std::string_view letters) {
  std::string out;
  for (const char letter : letters) out += (out.empty() ? "" : ".") + std::string(1, letter);
  return out;
}

/// "API", "APIs"; nothing when it is no abbreviation.
std::optional<std::string> spoken_abbreviation(std::string_view word) {
  if (is_abbreviation(word)) return spelled(word);
  if (word.ends_with('s') && is_abbreviation(word.substr(0, word.size() - 1))) return spelled(word.substr(0, word.size() - 1)) + "'s";
  return std::nullopt;
}

/// Where a word of letters and digits falls apart: before and after numbers, and before the humps of a camel.
bool is_seam(std::string_view word, std::size_t at) {
  const char before = word[at - 1];
  const char after = word[at];
  if (is_digit(before) != is_digit(after)) return true;
  if (is_lower(before) && is_upper(after)) return true;
  return is_upper(before) && is_upper(after) && at + 1 < word.size() && is_lower(word[at + 1]) && word.substr(at + 1) != "s";
}

std::string spoken_piece(std::string_view piece, bool in_camel) {
  if (is_digit(piece[0])) return cardinal(piece);
  if (const auto name = spoken_name(piece, 0); name && name->length == piece.size()) return name->said;
  if (const auto letters = spoken_abbreviation(piece)) return *letters;
  return in_camel ? ascii_lower(piece) : std::string(piece);
}

/// A word without underscores.
std::string spoken_part(std::string_view word) {
  if (const auto letters = spoken_abbreviation(word)) return *letters;
  const bool is_version = word.size() > 1 && word[0] == 'v' && std::ranges::all_of(word.substr(1), is_digit);
  if (is_version) return "version " + cardinal(word.substr(1));
  const bool in_camel = is_lower(word[0]) && std::ranges::none_of(word, is_digit);
  const bool is_letter = word.size() > 1 && is_lower(word[0]) && is_digit(word[1]);  // "p99"
  std::string out;
  for (std::size_t begin = 0, at = 1; at <= word.size(); ++at) {
    if (at < word.size() && !is_seam(word, at)) continue;
    auto piece = spoken_piece(word.substr(begin, at - begin), in_camel && begin > 0);
    if (is_letter && begin == 0) piece[0] = static_cast<char>(piece[0] - 'a' + 'A');
    out += (out.empty() ? "" : " ") + piece;
    begin = at;
  }
  return out;
}

}  // namespace

std::optional<Spoken> spoken_name(std::string_view text, std::size_t at) {
  const Pair* found = nullptr;
  for (const auto& name : kNames) {
    const bool here = text.substr(at, name.first.size()) == name.first && stands_alone(text, at, name.first);
    if (here && (found == nullptr || name.first.size() > found->first.size())) found = &name;
  }
  if (found == nullptr) return std::nullopt;
  return Spoken{std::string(found->second), found->first.size()};
}

std::string spoken_word(std::string_view word) {
  std::string out = word.size() > 4 && word.starts_with("__") && word.ends_with("__") ? "dunder" : "";
  for (std::size_t at = 0; at < word.size();) {
    const auto end = std::min(word.find('_', at), word.size());
    if (end > at) out += (out.empty() ? "" : " ") + spoken_part(word.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

}  // namespace codevoice::speech
