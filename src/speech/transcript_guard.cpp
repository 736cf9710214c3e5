#include "speech/transcript_guard.hpp"

#include <algorithm>
#include <sstream>
#include <vector>

namespace codevoice::speech {
namespace {

using namespace std::chrono_literals;

constexpr auto kShortestSpeech = 120ms;  // a "yes" is longer
constexpr auto kShortUtterance = 500ms;
constexpr std::size_t kLongestLoop = 6;  // words
constexpr std::size_t kLoopTimes = 4;    // fewer may be speech: "no, no, no"

std::vector<std::string> words_of(std::string_view text) {
  std::istringstream stream{std::string(text)};
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(std::move(word));
  return words;
}

std::string bare(std::string_view word) {
  std::string out;
  for (const char c : word) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return out;
}

/// What such models say of breath, clicks and hum.
bool is_typical_invention(std::string_view text) {
  std::string flat;
  for (const auto& word : words_of(text)) flat += bare(word) + " ";
  for (const auto* invention : {"thank you ", "thanks for watching ", "thank you for watching ", "you ", "bye ", "okay bye ", "the end "}) {
    if (flat == invention) return true;
  }
  return false;
}

std::size_t repeats_at(const std::vector<std::string>& words, std::size_t at, std::size_t length) {
  std::size_t times = 1;
  const auto same = [&](std::size_t other) {
    for (std::size_t i = 0; i < length; ++i) {
      if (bare(words[at + i]) != bare(words[other + i])) return false;
    }
    return true;
  };
  while (at + (times + 1) * length <= words.size() && same(at + times * length)) ++times;
  return times;
}

}  // namespace

std::string cut_loops(std::string_view text) {
  const auto words = words_of(text);
  std::string out;
  for (std::size_t at = 0; at < words.size();) {
    std::size_t skip = 0, keep = 1;
    for (std::size_t length = 1; length <= kLongestLoop && at + length <= words.size(); ++length) {
      const auto times = repeats_at(words, at, length);
      if (times >= kLoopTimes) {
        keep = length;
        skip = (times - 1) * length;
        break;
      }
    }
    for (std::size_t i = 0; i < keep; ++i) out += (out.empty() ? "" : " ") + words[at + i];
    at += keep + skip;
  }
  return out;
}

std::string guard_transcript(std::string_view text, Duration speech) {
  if (speech < kShortestSpeech) return {};
  if (speech < kShortUtterance && is_typical_invention(text)) return {};
  return cut_loops(text);
}

float rate_confidence(std::string_view text, Duration speech) {
  const auto words = static_cast<double>(words_of(text).size());
  const double seconds = std::chrono::duration<double>(speech).count();
  if (words == 0 || seconds <= 0) return 0.0F;
  const double rate = words / seconds;
  if (rate > 7.0) return 0.3F;                   // faster than anybody speaks
  if (rate < 0.4 && seconds > 3.0) return 0.4F;  // most of the speech was not understood
  return 1.0F;
}

}  // namespace codevoice::speech
