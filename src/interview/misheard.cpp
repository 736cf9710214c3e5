#include "interview/misheard.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace codevoice::interview {
namespace {

constexpr std::size_t kShortest = 5;  // letters; below, words are too near each other
constexpr std::size_t kLongest = 24;
constexpr std::size_t kLongWord = 8;  // from here on two slips are let pass

bool is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'; }

using Sound = std::pair<std::string_view, std::string_view>;
constexpr std::array kSounds =
    std::to_array<Sound>({{"tch", "X"},   {"sch", "SK"},  {"ch", "X"},  {"sh", "X"},  {"th", "T"},  {"ph", "F"}, {"ck", "K"}, {"cks", "KS"},
                          {"tion", "XN"}, {"sion", "XN"}, {"cia", "X"}, {"ce", "S"},  {"ci", "S"},  {"cy", "S"}, {"ge", "J"}, {"gi", "J"},
                          {"gh", ""},     {"kn", "N"},    {"wr", "R"},  {"qu", "KW"}, {"dge", "J"}, {"x", "KS"}});

char sound_of_letter(char c) {
  switch (c) {
    case 'b':
    case 'p': return 'P';
    case 'c':
    case 'k':
    case 'q':
    case 'g': return 'K';
    case 'd':
    case 't': return 'T';
    case 'f':
    case 'v': return 'F';
    case 's':
    case 'z': return 'S';
    case 'j': return 'J';
    case 'h':
    case 'w':
    case 'y': return '\0';
    default: return static_cast<char>(c - 'a' + 'A');
  }
}

const Sound* sound_at(std::string_view rest) {
  const Sound* best = nullptr;
  for (const Sound& sound : kSounds) {
    if (rest.starts_with(sound.first) && (best == nullptr || sound.first.size() > best->first.size())) best = &sound;
  }
  return best;
}

void append(std::string& key, char sound) {
  if (sound != '\0' && (key.empty() || key.back() != sound)) key += sound;
}

/// The letters that do not share their sound with another one in the same place.
char close_sound_of_letter(char c, bool first) {
  if (c == 'c' || c == 'k' || c == 'q') return 'K';
  if (c == 's' || c == 'z') return 'S';
  if (c == 'h' && !first) return '\0';
  return static_cast<char>(c - 'a' + 'A');
}

/// Sound by sound; `on_vowel` and `on_consonant` say what a single letter at a place adds to the key.
template <class OnVowel, class OnConsonant>
std::string key_of(std::string_view word, OnVowel on_vowel, OnConsonant on_consonant) {
  std::string key;
  for (std::size_t i = 0; i < word.size();) {
    if (const Sound* sound = sound_at(word.substr(i))) {
      for (const char c : sound->second) append(key, c);
      const bool keeps_vowel = sound->first.size() == 2 && is_vowel(sound->first.back());
      i += keeps_vowel ? 1 : sound->first.size();
      continue;
    }
    if (is_vowel(word[i])) {
      on_vowel(key, i);
    } else if (word[i] >= 'a' && word[i] <= 'z') {
      append(key, on_consonant(i));
    }
    ++i;
  }
  return key;
}

}  // namespace

std::string sound_of(std::string_view word) {
  const auto vowel = [](std::string& key, std::size_t at) { key += at == 0 ? "A" : ""; };
  return key_of(word, vowel, [word](std::size_t at) { return sound_of_letter(word[at]); });
}

std::string close_sound_of(std::string_view word) {
  const auto vowel = [word](std::string& key, std::size_t at) {
    if (at == 0 || !is_vowel(word[at - 1])) key += word[at] == 'y' ? 'i' : word[at];
  };
  std::string key = key_of(word, vowel, [word](std::size_t at) { return close_sound_of_letter(word[at], at == 0); });
  if (word.size() > 3 && key.ends_with('e')) key.pop_back();  // silent
  return key;
}

std::size_t distance(std::string_view a, std::string_view b, std::size_t limit) {
  if (a.size() > kLongest || b.size() > kLongest) return limit + 1;
  if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > limit) return limit + 1;
  std::array<std::array<std::size_t, kLongest + 1>, 3> rows{};
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto& row = rows[i % 3];
    const auto& above = rows[(i - 1) % 3];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + change});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], rows[(i - 2) % 3][j - 2] + 1);
    }
  }
  return std::min(rows[a.size() % 3][b.size()], limit + 1);
}

bool is_misheard(std::string_view heard, std::string_view meant) {
  if (heard.size() < kShortest || meant.size() < kShortest) return false;
  if (heard.size() > meant.size() + 3 || meant.size() > heard.size() + 3) return false;
  const std::size_t slips = meant.size() >= kLongWord ? 2 : 1;
  if (heard.front() == meant.front() && distance(heard, meant, slips) <= slips) return true;
  return distance(heard, meant, 3) <= 3 && sound_of(heard) == sound_of(meant);
}

}  // namespace codevoice::interview
