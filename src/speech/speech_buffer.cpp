#include "speech/speech_buffer.hpp"

#include <algorithm>

namespace codevoice::speech {
namespace {

constexpr std::int64_t kRateHz = 16'000;
constexpr std::chrono::milliseconds kRemembered{2'000};

Duration length_of(std::size_t samples) { return Duration{static_cast<std::int64_t>(samples) * 1'000'000'000 / kRateHz}; }

}  // namespace

void SpeechBuffer::remember(std::span<const std::int16_t> pcm, MediaTime at, bool speech) {
  recent_.push_back(Frame{{pcm.begin(), pcm.end()}, at, speech});
  while (!recent_.empty() && recent_.front().at + kRemembered < at) recent_.pop_front();
}

void SpeechBuffer::open_segment() {
  if (segments_.size() == kMaxSegments) segments_.pop_front();  // two minutes of one turn: the oldest gives way
  segments_.emplace_back();
  if (recent_.empty()) return;
  const auto from = recent_.back().at - kPreRoll;
  for (auto frame = recent_.begin(); frame + 1 != recent_.end(); ++frame) {
    if (frame->at >= from && !frame->speech) segments_.back().audio.insert(segments_.back().audio.end(), frame->pcm.begin(), frame->pcm.end());
  }
}

void SpeechBuffer::append(const Frame& frame) {
  auto& segment = segments_.back();
  segment.audio.insert(segment.audio.end(), frame.pcm.begin(), frame.pcm.end());
  if (!frame.speech) return;
  const auto length = length_of(frame.pcm.size());
  if (segment.speech == Duration{}) segment.begin = frame.at;
  segment.speech += length;
  segment.end = frame.at + length;
  ++segment.revision;
}

void SpeechBuffer::write(std::span<const std::int16_t> pcm, MediaTime at, bool speech) {
  const auto length = length_of(pcm.size());
  silence_ = speech ? Duration{} : silence_ + length;
  remember(pcm, at, speech);
  const bool open = !segments_.empty() && !segments_.back().closed;
  if (!open && !speech) return;
  if (!open) open_segment();
  auto& segment = segments_.back();
  if (speech || silence_ <= kKeptSilence) append(recent_.back());
  const auto total = length_of(segment.audio.size());
  const bool at_pause = silence_ >= std::chrono::milliseconds(160);
  segment.closed = total >= kCutAnyway || (at_pause && total >= kCutAtPause);
}

std::deque<SpeechSegment> SpeechBuffer::take(MediaTime upto) {
  auto taken = std::move(segments_);
  segments_.clear();
  // speech after the end of the turn belongs to the next one (R13)
  const auto later = std::find_if(recent_.begin(), recent_.end(), [&](const Frame& frame) { return frame.speech && frame.at >= upto; });
  if (later == recent_.end()) return taken;
  const std::deque<Frame> next(later, recent_.end());
  std::size_t samples = 0;
  for (const auto& frame : next) samples += frame.pcm.size();
  if (!taken.empty()) {
    auto& audio = taken.back().audio;
    audio.resize(audio.size() - std::min(samples, audio.size()));
    taken.back().end = std::min(taken.back().end, upto);
  }
  segments_.emplace_back();
  for (const auto& frame : next) append(frame);
  return taken;
}

}  // namespace codevoice::speech
