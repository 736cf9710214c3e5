#include "speech/sent_audio.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace codevoice::speech {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kKeptAtMost = 3000;  // pieces: a minute
constexpr double kRate = 16'000;

Duration length_of(std::size_t samples) { return Duration{1s} * static_cast<std::int64_t>(samples) / 16'000; }

}  // namespace

std::size_t SentAudio::samples_of(double stream_s) const {
  const auto decoded = static_cast<std::size_t>(std::llround(std::max(0.0, stream_s) * kRate));
  return decoded - std::min(decoded, delay_);
}

SentAudio::Kept SentAudio::filler(std::size_t samples, MediaTime at) {
  Kept kept;
  kept.piece.samples = static_cast<std::uint32_t>(samples);
  kept.piece.at = at;
  kept.filler = true;
  return kept;
}

void SentAudio::add(const AudioPiece& piece) {
  if (piece.samples == 0) return;
  if (pieces_.size() >= kKeptAtMost) {
    dropped_ += pieces_.front().length();
    drop_front();
  }
  Kept kept;
  kept.piece = piece;
  kept.stream_begin = sent_ + unsent_;
  pieces_.push_back(kept);
  unsent_ += piece.samples;
}

/// Also of what was not sent yet: the connection's time does not count it then.
void SentAudio::drop_front() {
  const auto length = pieces_.front().length();
  if (next_ > 0) {
    --next_;
  } else {
    const auto not_sent = length - offset_;
    unsent_ -= not_sent;
    offset_ = 0;
    for (auto& later : pieces_) later.stream_begin -= std::min(later.stream_begin, not_sent);
  }
  pieces_.pop_front();
}

void SentAudio::begin_connection() {
  next_ = offset_ = sent_ = unsent_ = 0;
  std::erase_if(pieces_, [](const Kept& kept) { return kept.filler; });
  std::size_t kept_samples = 0;
  for (const auto& kept : pieces_) kept_samples += kept.length();
  if (const auto over = kept_samples % frame_; over > 0) {
    const auto& front = pieces_.front();
    const auto length = frame_ - over;
    pieces_.push_front(filler(length, std::max(MediaTime{}, front.piece.at + length_of(front.skip) - length_of(length))));
  }
  for (auto& kept : pieces_) {
    kept.stream_begin = unsent_;
    unsent_ += kept.length();
  }
  confirmed_ = 0;
  if (!pieces_.empty()) confirmed_media_ = pieces_.front().piece.at + length_of(pieces_.front().skip);
}

void SentAudio::fill_up() {
  const auto over = unsent_ % frame_;
  if (over == 0) return;
  const auto& back = pieces_.back();
  auto silence = filler(frame_ - over, back.piece.at + length_of(back.piece.samples));
  silence.stream_begin = sent_ + unsent_;
  unsent_ += silence.length();
  pieces_.push_back(silence);
}

std::string SentAudio::take(std::size_t samples, std::size_t least) {
  std::string bytes;
  if (unsent_ == 0 || unsent_ < least) return bytes;
  auto left = std::min(samples, unsent_) / frame_ * frame_;
  bytes.resize(left * 2);
  char* to = bytes.data();
  while (left > 0) {
    const auto& kept = pieces_[next_];
    const auto count = std::min(left, kept.length() - offset_);
    std::memcpy(to, kept.piece.pcm.data() + kept.skip + offset_, count * 2);
    to += count * 2;
    left -= count;
    offset_ += count;
    sent_ += count;
    unsent_ -= count;
    if (offset_ < kept.length()) continue;
    ++next_;
    offset_ = 0;
  }
  return bytes;
}

void SentAudio::confirm(double stream_s) {
  const auto upto = std::min(samples_of(stream_s), sent_);
  if (upto <= confirmed_) return;
  confirmed_media_ = media_at(upto - 1) + length_of(1);
  confirmed_ = upto;
  while (next_ > 0 && pieces_.front().stream_begin + pieces_.front().length() <= upto) drop_front();
  if (pieces_.empty() || pieces_.front().stream_begin >= upto) return;
  auto& front = pieces_.front();
  const auto part = static_cast<std::uint32_t>(upto - front.stream_begin);
  front.skip += part;
  front.stream_begin += part;
  if (next_ == 0) offset_ -= std::min<std::size_t>(offset_, part);
}

MediaTime SentAudio::media_at(std::size_t sample) const {
  const auto after =
      std::upper_bound(pieces_.begin(), pieces_.end(), sample, [](std::size_t value, const Kept& kept) { return value < kept.stream_begin; });
  if (after == pieces_.begin()) return std::max(MediaTime{}, confirmed_media_ - length_of(confirmed_ - std::min(sample, confirmed_)));
  const auto& kept = *std::prev(after);
  return kept.piece.at + length_of(kept.skip + std::min(sample - kept.stream_begin, kept.length()));
}

MediaTime SentAudio::end_at(double stream_s) const {
  const auto sample = samples_of(stream_s);
  return sample == 0 ? media_at(0) : media_at(sample - 1) + length_of(1);
}

bool SentAudio::speech_open(MediaTime upto, Duration slack) const {
  return std::any_of(pieces_.begin(), pieces_.end(), [&](const Kept& kept) { return kept.piece.speech && kept.piece.at + 20ms <= upto - slack; });
}

void SentAudio::forget_before(MediaTime when) {
  while (!pieces_.empty() && pieces_.front().piece.at + length_of(pieces_.front().piece.samples) <= when) {
    if (next_ == 0) return;  // never what the service has not heard: its time would jump
    const auto& front = pieces_.front();
    confirmed_ = front.stream_begin + front.length();
    confirmed_media_ = front.piece.at + length_of(front.piece.samples);
    drop_front();
  }
}

}  // namespace codevoice::speech
