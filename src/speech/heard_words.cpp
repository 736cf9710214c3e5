#include "speech/heard_words.hpp"

#include <algorithm>
#include <iterator>

namespace codevoice::speech {
namespace {

void append(Transcription& to, float& confidence, std::size_t& count, const std::vector<TimedWord>& words) {
  for (const auto& word : words) {
    if (count++ == 0) to.begin = word.begin;
    if (!to.text.empty()) to.text += ' ';
    to.text += word.text;
    to.end = std::max(to.end, word.end);
    confidence += word.confidence;
  }
}

Transcription transcription_of(const std::vector<TimedWord>& first, const std::vector<TimedWord>& second) {
  Transcription whole;
  float confidence = 0.0F;
  std::size_t count = 0;
  append(whole, confidence, count, first);
  append(whole, confidence, count, second);
  if (count > 0) whole.confidence = confidence / static_cast<float>(count);
  whole.raw_text = whole.text;
  return whole;
}

/// Moves the words whose middle is before `upto` out of `words`.
std::vector<TimedWord> split_off(std::vector<TimedWord>& words, MediaTime upto) {
  const auto later =
      std::find_if(words.begin(), words.end(), [&](const TimedWord& word) { return word.begin + (word.end - word.begin) / 2 >= upto; });
  std::vector<TimedWord> before(std::make_move_iterator(words.begin()), std::make_move_iterator(later));
  words.erase(words.begin(), later);
  return before;
}

}  // namespace

void HeardWords::add_final(std::vector<TimedWord> words) {
  finals_.insert(finals_.end(), std::make_move_iterator(words.begin()), std::make_move_iterator(words.end()));
  guess_.clear();
}

Transcription HeardWords::all() const { return transcription_of(finals_, guess_); }

Transcription HeardWords::finals() const { return transcription_of(finals_, {}); }

Transcription HeardWords::take(MediaTime upto) {
  const auto finals = split_off(finals_, upto);
  const auto guess = split_off(guess_, upto);
  auto whole = transcription_of(finals, guess);
  whole.is_final = true;
  return whole;
}

}  // namespace codevoice::speech
