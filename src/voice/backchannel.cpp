#include "voice/backchannel.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "voice/sounds_like.hpp"

namespace codevoice::voice {
namespace {

constexpr auto kListening = std::to_array<std::string_view>(
    {"mhm",       "mm",      "mmm",    "hm",     "hmm",    "uh",         "huh",         "um",      "uhuh",       "ah",
     "oh",        "okay",    "ok",     "right",  "yeah",   "yep",        "yup",         "yes",     "sure",       "alright",
     "good",      "great",   "cool",   "fine",   "nice",   "perfect",    "true",        "exactly", "absolutely", "definitely",
     "certainly", "totally", "indeed", "agreed", "gotcha", "understood", "interesting", "wow",     "aha"});
/// Listeners' words in two: either alone may begin a sentence.
constexpr auto kListeningPairs = std::to_array<std::pair<std::string_view, std::string_view>>(
    {{"i", "see"}, {"got", "it"}, {"makes", "sense"}, {"make", "sense"}, {"of", "course"}, {"good", "point"}, {"i", "know"}});

/// One of these alone stops whoever speaks.
constexpr auto kAsking = std::to_array<std::string_view>({"wait",     "no",     "stop",   "sorry", "pardon",   "hold",   "hang",   "what",
                                                          "actually", "excuse", "repeat", "again", "question", "second", "moment", "minute",
                                                          "sec",      "listen", "enough", "hey",   "hello",    "skip",   "pause"});

constexpr auto kAskingPairs = std::to_array<std::pair<std::string_view, std::string_view>>(
    {{"one", "thing"}, {"but", "why"}, {"let", "me"}, {"my", "turn"}, {"can", "i"}, {"go", "back"}});

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

/// What is said to stop whoever speaks, as it sounds.
constexpr auto kAskingSounds = std::to_array<std::string_view>(
    {"wait",  "sorry",   "no stop",    "hold on",    "hold it",    "pardon", "one moment",    "excuse me",     "stop",     "wait wait", "no wait",
     "can I", "go back", "stop there", "one second", "sorry what", "what",   "just a second", "just a minute", "actually", "say again", "listen"});
/// What a listener says. "Um hum" is also how recognisers spell "mm hmm" ("Amen").
constexpr auto kListeningSounds = std::to_array<std::string_view>(
    {"mm hmm", "um hum",  "mhm",  "yeah",  "okay", "right",   "uh huh",    "yeah okay",   "I see",      "sure",       "got it",
     "yes",    "alright", "good", "great", "cool", "exactly", "of course", "makes sense", "absolutely", "good point", "definitely"});
constexpr float kSameSound = 0.3F, kSureSound = 0.2F;
constexpr std::size_t kFewWords = 2;
constexpr std::size_t kLeastSounds = 3;  // fewer are like anything

template <std::size_t count>
float nearest(std::string_view sound, const std::array<std::string_view, count>& texts) {
  float best = 1.0F;
  for (const auto text : texts) best = std::min(best, sound_distance(sound, sound_of(text)));
  return best;
}

bool holds_one_of(const std::vector<std::string>& words, std::span<const std::string_view> list) {
  return std::any_of(words.begin(), words.end(), [&](const auto& word) { return std::find(list.begin(), list.end(), word) != list.end(); });
}

bool is_pair_at(const std::vector<std::string>& words, std::size_t at, std::span<const std::pair<std::string_view, std::string_view>> list) {
  if (at + 1 >= words.size()) return false;
  return std::any_of(list.begin(), list.end(), [&](const auto& pair) { return pair.first == words[at] && pair.second == words[at + 1]; });
}

/// Without a listener's.
std::vector<std::string> others_of(const std::vector<std::string>& words) {
  std::vector<std::string> others;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (is_pair_at(words, i, kListeningPairs)) {
      ++i;
    } else if (std::find(kListening.begin(), kListening.end(), words[i]) == kListening.end()) {
      others.push_back(words[i]);
    }
  }
  return others;
}

bool asks_by_its_words(const std::vector<std::string>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (is_pair_at(words, i, kAskingPairs)) return true;
  }
  return holds_one_of(words, kAsking);
}

}  // namespace

int floor_taking_words(std::string_view text) { return static_cast<int>(others_of(words_of(text)).size()); }

bool asks_for_floor(std::string_view text) {
  const auto words = words_of(text);
  const bool asks = asks_by_its_words(words);
  if (asks || is_backchannel(text)) return asks;
  const auto sound = sound_of(text);
  if (sound.size() < kLeastSounds) return false;
  const float asking = nearest(sound, kAskingSounds);
  return asking <= kSameSound && asking < nearest(sound, kListeningSounds);
}

bool only_denies(std::string_view text) {
  const auto words = others_of(words_of(text));
  return !words.empty() && std::all_of(words.begin(), words.end(), [](const auto& word) { return word == "no"; });
}

bool sounds_like_listening(std::string_view text) {
  if (is_backchannel(text)) return true;
  const auto sound = sound_of(text);
  return !sound.empty() && !asks_for_floor(text) && nearest(sound, kListeningSounds) <= kSureSound;
}

bool is_another_reading(std::string_view before, std::string_view now) {
  const auto words = words_of(now);
  const auto old = words_of(before);
  if (words.empty() || old.empty() || others_of(words).size() > kFewWords) return false;
  return std::none_of(words.begin(), words.end(), [&](const auto& word) { return std::find(old.begin(), old.end(), word) != old.end(); });
}

bool is_backchannel(std::string_view text) {
  const auto words = words_of(text);
  return !words.empty() && others_of(words).empty();
}

}  // namespace codevoice::voice
