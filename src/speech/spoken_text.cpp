#include "speech/spoken_text.hpp"

#include <array>
#include <utility>

namespace codevoice::speech {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

// longest first where one begins with another; words are only replaced whole
constexpr std::array<Pair, 24> kNames{{{"C++", "C plus plus"},   {"c++", "C plus plus"},
                                       {"C#", "C sharp"},        {"F#", "F sharp"},
                                       {"UTF-8", "U T F eight"}, {"UTF-16", "U T F sixteen"},
                                       {"I/O", "I O"},           {"TCP/IP", "T C P I P"},
                                       {"SQL", "sequel"},        {"NoSQL", "no sequel"},
                                       {"MySQL", "my sequel"},   {"PostgreSQL", "postgres"},
                                       {"JSON", "jason"},        {"YAML", "yammel"},
                                       {"OAuth", "oh auth"},     {"nginx", "engine x"},
                                       {"e.g.", "for example"},  {"i.e.", "that is"},
                                       {"etc.", "and so on"},    {"vs.", "versus"},
                                       {"std::", "standard "},   {"async/await", "async await"},
                                       {"AI/ML", "A I and M L"}, {"CI/CD", "C I C D"}}};
constexpr std::array<Pair, 14> kSigns{{{"!=", " is not equal to "},
                                       {"==", " equals "},
                                       {"<=", " is at most "},
                                       {">=", " is at least "},
                                       {"->", " to "},
                                       {"=>", " gives "},
                                       {"&&", " and "},
                                       {"||", " or "},
                                       {"::", " "},
                                       {"&", " and "},
                                       {"%", " percent"},
                                       {"/", " or "},
                                       {"_", " "},
                                       {"=", " is "}}};

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

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
    const bool line_start = at == 0 || text[at - 1] == '\n';
    if (c == '`' || c == '*' || (line_start && (c == '#' || c == '>' || (c == '-' && text.substr(at, 2) == "- ")))) {
      ++at;
      continue;
    }
    out += c == '\n' || c == '\t' ? ' ' : c;
    ++at;
  }
  return out;
}

bool stands_alone(std::string_view text, std::size_t at, std::string_view name) {
  const bool before = at == 0 || !is_word(text[at - 1]) || !is_word(name.front());
  const auto end = at + name.size();
  const bool after = end >= text.size() || !is_word(text[end]) || !is_word(name.back());
  return before && after;
}

/// "O(n log n)" is "O of n log n"; "n^2" is "n squared".
bool take_formula(std::string_view text, std::size_t& at, std::string& out) {
  if (text.substr(at, 2) == "O(" && (at == 0 || !is_word(text[at - 1]))) {
    const auto end = text.find(')', at);
    if (end == std::string_view::npos || end - at > 40) return false;
    out += "O of " + spoken_text(text.substr(at + 2, end - at - 2));
    at = end + 1;
    return true;
  }
  if (text[at] == '^') {
    const auto power = text.substr(at + 1, 1);
    out += power == "2" ? " squared" : power == "3" ? " cubed" : " to the " + std::string(power);
    at += 2;
    return true;
  }
  return false;
}

template <std::size_t N>
bool take_from(const std::array<Pair, N>& table, std::string_view text, std::size_t& at, std::string& out) {
  for (const auto& [written, said] : table) {
    if (text.substr(at, written.size()) != written || !stands_alone(text, at, written)) continue;
    out += said;
    at += written.size();
    return true;
  }
  return false;
}

std::string single_spaced(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == ' ' && (out.empty() || out.back() == ' ')) continue;
    if ((c == ',' || c == '.' || c == '?' || c == '!') && !out.empty() && out.back() == ' ') out.pop_back();
    out += c;
  }
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

}  // namespace

std::string spoken_text(std::string_view written) {
  const auto text = without_markup(written);
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (take_formula(text, at, out) || take_from(kNames, text, at, out) || take_from(kSigns, text, at, out)) continue;
    out += text[at++];
  }
  return single_spaced(out);
}

}  // namespace codevoice::speech
