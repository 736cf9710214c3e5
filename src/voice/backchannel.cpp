#include "voice/backchannel.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <vector>

namespace codevoice::voice {
namespace {

constexpr std::array<std::string_view, 27> kListening{"mhm", "mm",  "mmm",  "hm", "hmm",     "uh",   "huh",  "um",   "uhuh",
                                                      "ah",  "oh",  "okay", "ok", "right",   "yeah", "yep",  "yes",  "sure",
                                                      "i",   "see", "got",  "it", "alright", "good", "cool", "fine", "aha"};

/// One of these alone stops whoever speaks.
constexpr std::array<std::string_view, 23> kAsking{"wait",     "stop",   "sorry",  "pardon", "hold",     "hang",   "what",   "no",
                                                   "actually", "excuse", "repeat", "again",  "question", "second", "moment", "minute",
                                                   "sec",      "listen", "enough", "hey",    "hello",    "skip",   "pause"};

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    const auto letter = static_cast<unsigned char>(c);
    if (std::isalnum(letter) != 0 || c == '\'') {
      words.back() += static_cast<char>(std::tolower(letter));
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

bool is_listening(const std::string& word) { return std::find(kListening.begin(), kListening.end(), word) != kListening.end(); }

}  // namespace

int floor_taking_words(std::string_view text) {
  const auto words = words_of(text);
  return static_cast<int>(std::count_if(words.begin(), words.end(), [](const auto& word) { return !is_listening(word); }));
}

bool asks_for_floor(std::string_view text) {
  const auto words = words_of(text);
  return std::any_of(words.begin(), words.end(), [](const auto& word) { return std::find(kAsking.begin(), kAsking.end(), word) != kAsking.end(); });
}

bool is_backchannel(std::string_view text) {
  const auto words = words_of(text);
  return !words.empty() && std::all_of(words.begin(), words.end(), is_listening);
}

}  // namespace codevoice::voice
