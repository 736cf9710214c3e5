#include "speech/speech_buffer.hpp"

#include <algorithm>
#include <cstdlib>

namespace codevoice::speech {
namespace {

constexpr std::int64_t kRateHz = 16'000;
constexpr std::chrono::milliseconds kRemembered{2'000};
constexpr std::chrono::milliseconds kPause{160};
constexpr std::size_t kSearched = 250;    // frames at a segment's end in which the quietest place is looked for
constexpr std::size_t kNotAtTheEnd = 15;  // frames: the next segment should not begin with a scrap
constexpr std::size_t kQuietWidth = 3;    // frames

Duration length_of(std::size_t samples) { return Duration{static_cast<std::int64_t>(samples) * 1'000'000'000 / kRateHz}; }

/// Adds a frame of audio that is in the segment already to its times.
void count(SpeechSegment& segment, const SpeechSegment::Frame& frame) {
  if (!frame.speech) return;
  const auto length = length_of(frame.samples);
  if (segment.speech == Duration{}) segment.begin = frame.at;
  segment.speech += length;
  segment.end = frame.at + length;
  ++segment.revision;
}

/// Moves the frames from `first` on, `samples` into the audio, to a segment of their own.
SpeechSegment split(SpeechSegment& segment, std::size_t first, std::size_t samples) {
  SpeechSegment rest;
  rest.frames.assign(segment.frames.begin() + static_cast<std::ptrdiff_t>(first), segment.frames.end());
  rest.audio.assign(segment.audio.begin() + static_cast<std::ptrdiff_t>(samples), segment.audio.end());
  segment.frames.resize(first);
  segment.audio.resize(samples);
  const auto revision = segment.revision;
  segment.speech = {};
  for (const auto& frame : segment.frames) count(segment, frame);
  segment.revision = revision + 1;  // a text of the whole is not a text of this part
  for (const auto& frame : rest.frames) count(rest, frame);
  return rest;
}

std::int64_t loudness(const std::int16_t* begin, std::size_t samples) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < samples; ++i) sum += std::abs(static_cast<int>(begin[i]));
  return sum;
}

}  // namespace

void SpeechBuffer::remember(std::span<const std::int16_t> pcm, MediaTime at, bool speech) {
  recent_.push_back(Frame{{pcm.begin(), pcm.end()}, at, speech, false});
  while (!recent_.empty() && recent_.front().at + kRemembered < at) recent_.pop_front();
}

void SpeechBuffer::open_segment() {
  if (segments_.size() == kMaxSegments) segments_.pop_front();  // two minutes of one turn: the oldest gives way
  segments_.emplace_back();
}

void SpeechBuffer::append_pre_roll(MediaTime upto) {
  const bool begins = segments_.back().frames.empty();  // then the end of the segment before it serves once more
  for (auto& frame : recent_) {
    const bool before = frame.at + kPreRoll >= upto && frame.at < upto;
    if (before && !frame.speech && (begins || !frame.kept)) append(frame);
  }
}

void SpeechBuffer::append(Frame& frame) {
  auto& segment = segments_.back();
  segment.audio.insert(segment.audio.end(), frame.pcm.begin(), frame.pcm.end());
  segment.frames.push_back({frame.at, frame.pcm.size(), frame.speech});
  count(segment, segment.frames.back());
  frame.kept = true;
}

void SpeechBuffer::cut_at_quietest() {
  auto& segment = segments_.back();
  const auto frames = segment.frames.size();
  const std::size_t from = frames - std::min(frames, kSearched), until = frames - std::min(frames, kNotAtTheEnd);
  std::size_t at = 0, best_frame = frames, best_at = segment.audio.size();
  std::int64_t quietest = INT64_MAX;
  for (std::size_t i = 0; i + kQuietWidth <= until; at += segment.frames[i].samples, ++i) {
    std::size_t width = 0;
    for (std::size_t k = 0; k < kQuietWidth; ++k) width += segment.frames[i + k].samples;
    const auto here = i >= from && i > 0 ? loudness(segment.audio.data() + at, width) : INT64_MAX;
    if (here >= quietest) continue;
    quietest = here;
    best_frame = i + kQuietWidth / 2;
    best_at = at + segment.frames[i].samples * (kQuietWidth / 2);
  }
  auto rest = split(segment, best_frame, best_at);
  segment.closed = true;
  if (rest.audio.empty()) return;
  open_segment();
  segments_.back() = std::move(rest);
}

void SpeechBuffer::write(std::span<const std::int16_t> pcm, MediaTime at, bool speech) {
  const auto length = length_of(pcm.size());
  silence_ = speech ? Duration{} : silence_ + length;
  remember(pcm, at, speech);
  const bool open = !segments_.empty() && !segments_.back().closed;
  if (!open && !speech) return;
  if (!open) open_segment();
  if (speech) append_pre_roll(at);
  if (speech || silence_ <= kKeptSilence) append(recent_.back());
  const auto total = length_of(segments_.back().audio.size());
  if (silence_ >= kPause && total >= kCutAtPause) segments_.back().closed = true;
  if (!segments_.back().closed && total >= kCutAnyway) cut_at_quietest();
}

std::deque<SpeechSegment> SpeechBuffer::take(MediaTime upto) {
  auto taken = std::move(segments_);
  segments_.clear();
  // speech after the end of the turn belongs to the next one (R13)
  const auto later = std::find_if(recent_.begin(), recent_.end(), [&](const Frame& frame) { return frame.speech && frame.at >= upto; });
  if (later == recent_.end()) return taken;
  for (auto segment = taken.rbegin(); segment != taken.rend() && !segment->frames.empty() && segment->frames.back().at >= later->at; ++segment) {
    std::size_t keep = 0, samples = 0;
    while (segment->frames[keep].at < later->at) samples += segment->frames[keep++].samples;
    split(*segment, keep, samples);
  }
  while (!taken.empty() && taken.back().frames.empty()) taken.pop_back();
  open_segment();
  append_pre_roll(later->at);
  for (auto frame = later; frame != recent_.end(); ++frame) append(*frame);
  return taken;
}

}  // namespace codevoice::speech
