#include "speech/word_places.hpp"

#include <algorithm>
#include <numeric>

#include "speech/spoken_text.hpp"

namespace codevoice::speech {
namespace {

constexpr std::size_t kKnownAtMost = 4000;    // clauses: some hundred bytes each
constexpr std::size_t kPhonemesOfAPause = 4;  // after a comma inside a clause
constexpr std::string_view kPausing = ",;:.";

}  // namespace

std::vector<std::string> words_in(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t at = text.find_first_not_of(' '); at < text.size(); at = text.find_first_not_of(' ', at)) {
    const auto end = std::min(text.find(' ', at), text.size());
    words.emplace_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

std::vector<float> word_ends(std::span<const std::string> words, std::span<const std::size_t> phonemes, const ClauseAudio& audio) {
  const auto all = std::accumulate(phonemes.begin(), phonemes.end(), std::size_t{0});
  const auto lead_in = audio::samples_in(kLeadIn, audio.rate_hz);
  const auto quiet = lead_in + audio::samples_in(kLeadOut, audio.rate_hz);
  if (words.size() != phonemes.size() || all == 0 || audio.speech <= quiet || audio.whole < audio.speech) return {};
  const auto pause_after = [&](std::size_t i) {
    return kPausing.find(words[i].back()) == std::string_view::npos ? std::size_t{0} : kPhonemesOfAPause;
  };
  std::size_t parts = all;
  for (std::size_t i = 0; i + 1 < words.size(); ++i) parts += pause_after(i);
  std::vector<float> ends;
  std::size_t before = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    before += phonemes[i];
    const auto at =
        static_cast<double>(lead_in) + static_cast<double>(audio.speech - quiet) * static_cast<double>(before) / static_cast<double>(parts);
    ends.push_back(static_cast<float>(at / static_cast<double>(audio.whole)));
    before += pause_after(i);
  }
  ends.back() = static_cast<float>(static_cast<double>(audio.speech) / static_cast<double>(audio.whole));
  return ends;
}

std::vector<std::size_t> WordPlaces::find(const std::string& clause) const {
  const std::lock_guard lock(mutex_);
  const auto found = known_.find(clause);
  return found == known_.end() ? std::vector<std::size_t>{} : found->second;
}

std::vector<std::size_t> WordPlaces::phonemes_of(ClauseVoice& voice, const std::string& clause) {
  if (auto known = find(clause); !known.empty()) return known;
  auto words = words_in(clause);
  for (auto& word : words) word = spoken_text(word);
  auto counts = voice.phonemes_in(words);
  if (counts.empty()) return counts;
  const std::lock_guard lock(mutex_);
  if (known_.emplace(clause, counts).second) oldest_.push_back(clause);
  if (oldest_.size() > kKnownAtMost) {
    known_.erase(oldest_.front());
    oldest_.pop_front();
  }
  return counts;
}

}  // namespace codevoice::speech
