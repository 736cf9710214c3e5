#include "voice/prosody.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "audio/pitch.hpp"

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;

constexpr Duration kSeen = 3s, kAfterEnd = 100ms;  // of audio before the end of speech, and after it
constexpr float kFrame = 0.02F, kLatest = 0.06F;   // seconds; the end of speech is known to about two frames
constexpr float kSteepest = 20.0F;                 // semitones a second
constexpr float kVoiced = 0.55F, kBelowLoud = 25.0F, kOctaveJump = 9.0F;
constexpr std::size_t kEnough = 10, kEndFrames = 5, kEnoughForASlope = 4;

struct Point {
  float t = 0;      // seconds, before the end of speech below zero
  float pitch = 0;  // semitones
};
using Points = std::span<const Point>;

float at_share(std::vector<float> values, float share) {
  const auto at = static_cast<std::size_t>(share * static_cast<float>(values.size() - 1) + 0.5F);
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
  return values[at];
}

float mean(Points points) {
  float sum = 0;
  for (const auto& point : points) sum += point.pitch;
  return sum / static_cast<float>(points.size());
}

float slope(Points points) {
  if (points.size() < kEnoughForASlope) return 0.0F;
  float middle = 0;
  for (const auto& point : points) middle += point.t / static_cast<float>(points.size());
  const float pitch = mean(points);
  float along = 0, across = 1e-6F;
  for (const auto& point : points) {
    along += (point.t - middle) * (point.pitch - pitch);
    across += (point.t - middle) * (point.t - middle);
  }
  return along / across;
}

bool is_lower(const Point& a, const Point& b) { return a.pitch < b.pitch; }

class Voice {
 public:
  Voice(std::vector<audio::PitchFrame> frames, float end) {
    const auto seen = static_cast<std::size_t>(std::max(0.0F, (end + kLatest) / kFrame));
    frames.resize(std::min(frames.size(), seen));
    if (frames.empty()) return;
    std::vector<float> levels;
    levels.reserve(frames.size());
    for (const auto& frame : frames) levels.push_back(frame.db);
    const float loud = at_share(std::move(levels), 0.9F);
    for (std::size_t i = 0; i < frames.size(); ++i) {
      const auto& frame = frames[i];
      if (frame.strength <= kVoiced || frame.db <= loud - kBelowLoud) continue;
      points_.push_back({static_cast<float>(i + 1) * kFrame - end, 12.0F * std::log2(frame.hz)});
    }
    settle();
  }
  bool is_enough() const { return points_.size() >= kEnough; }

  Prosody describe() const {
    Prosody said;
    const float last = points_.back().t;
    const auto wide = since(last - 0.6F);
    const float low = at_share(pitches(), 0.1F);
    said.range = at_share(pitches(), 0.9F) - low;
    said.end = mean(Points(points_).last(kEndFrames));
    said.end_in_range = (said.end - low) / std::max(1.0F, said.range);
    said.slope = std::clamp(slope(since(last - 0.3F)), -kSteepest, kSteepest);
    said.long_slope = std::clamp(slope(since(last - 0.8F)), -kSteepest, kSteepest);
    said.fall = said.end - std::max_element(wide.begin(), wide.end(), is_lower)->pitch;
    said.rise = said.end - std::min_element(wide.begin(), wide.end(), is_lower)->pitch;
    said.last_second = mean(since(last - 1.0F));
    return said;
  }

 private:
  std::vector<float> pitches() const {
    std::vector<float> values;
    values.reserve(points_.size());
    for (const auto& point : points_) values.push_back(point.pitch);
    return values;
  }
  /// Against the middle pitch, without octave jumps.
  void settle() {
    for (int round = 0; round < 2 && is_enough(); ++round) {
      const float middle = at_share(pitches(), 0.5F);
      for (auto& point : points_) point.pitch -= middle;
      std::erase_if(points_, [](const Point& point) { return std::abs(point.pitch) >= kOctaveJump; });
    }
  }
  Points since(float t) const {
    const auto from = std::find_if(points_.begin(), points_.end(), [t](const Point& point) { return point.t > t; });
    return Points(points_).subspan(static_cast<std::size_t>(from - points_.begin()));
  }

  std::vector<Point> points_;
};

std::size_t samples(Duration length) { return audio::samples_in(length, audio::kSpeechRateHz); }

}  // namespace

std::optional<Prosody> prosody_of(audio::PcmView last, Duration since_speech) {
  const auto end = last.size() - std::min(last.size(), samples(since_speech));
  const auto from = end - std::min(end, samples(kSeen)), to = std::min(last.size(), end + samples(kAfterEnd));
  const Voice voice(audio::track_pitch(last.subspan(from, to - from)), static_cast<float>(end - from) / static_cast<float>(audio::kSpeechRateHz));
  if (!voice.is_enough()) return std::nullopt;
  return voice.describe();
}

}  // namespace codevoice::voice
