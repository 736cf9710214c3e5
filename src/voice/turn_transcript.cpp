#include "voice/turn_transcript.hpp"

#include <algorithm>

namespace codevoice::voice {
namespace {

bool earlier(const pipeline::TranscriptionFrame& a, const pipeline::TranscriptionFrame& b) { return a.begin < b.begin; }

void append(std::string& text, const std::string& more) {
  if (more.empty()) return;
  if (!text.empty()) text += ' ';
  text += more;
}

}  // namespace

void TurnTranscript::open(MediaTime begin) {
  begin_ = begin;
  finals_.clear();
  interim_.reset();
}

bool TurnTranscript::add(const pipeline::TranscriptionFrame& words) {
  const auto middle = words.begin + (words.end - words.begin) / 2;  // word times are rough at the edges
  if (middle < begin_) return false;
  if (!words.is_final) {
    interim_ = words;
    return true;
  }
  if (interim_ && interim_->begin < words.end) interim_.reset();
  if (!words.text.empty()) finals_.insert(std::upper_bound(finals_.begin(), finals_.end(), words, earlier), words);
  return true;
}

std::string TurnTranscript::raw_text() const {
  std::string text;
  for (const auto& words : finals_) append(text, words.raw_text);
  if (interim_) append(text, interim_->raw_text);
  return text;
}

std::string TurnTranscript::text() const {
  std::string text;
  for (const auto& words : finals_) append(text, words.text);
  if (interim_) append(text, interim_->text);
  return text;
}

MediaTime TurnTranscript::end() const {
  auto end = interim_ ? interim_->end : begin_;
  for (const auto& words : finals_) end = std::max(end, words.end);
  return end;
}

float TurnTranscript::confidence() const {
  float sum = 0.0F;
  float length = 0.0F;
  for (const auto& words : finals_) {
    sum += words.confidence * static_cast<float>(words.text.size());
    length += static_cast<float>(words.text.size());
  }
  return length > 0.0F ? sum / length : 1.0F;
}

}  // namespace codevoice::voice
