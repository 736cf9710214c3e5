// Where the words of a spoken clause lie in its audio, for the ledger of what was heard (R14): no voice tells it, so each word is given its
// phonemes' share of what sounds.
// Units:  shares of the clause's samples, 0 to 1. Thread: WordPlaces any; the rest is pure. Errors: none; nothing where it is not known.
#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "speech/clause_voice.hpp"

namespace codevoice::speech {

/// As they are written, at spaces.
std::vector<std::string> words_in(std::string_view text);

struct ClauseAudio {
  std::size_t speech = 0;  // samples, with what is left of the silence around it
  std::size_t whole = 0;   // … and the rest after it
  std::uint32_t rate_hz = 0;
};
/// When each word is over, in order. The last one is when the speech is. Empty where the phonemes are not known.
std::vector<float> word_ends(std::span<const std::string> words, std::span<const std::size_t> phonemes, const ClauseAudio& audio);

/// The phonemes of clauses spoken before: counting them asks a program.
class WordPlaces {
 public:
  /// Empty: not counted yet.
  std::vector<std::size_t> find(const std::string& clause) const;
  /// Counts them if need be. Blocks; for pool threads.
  std::vector<std::size_t> phonemes_of(ClauseVoice& voice, const std::string& clause);

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::vector<std::size_t>> known_;
  std::deque<std::string> oldest_;
};

}  // namespace codevoice::speech
