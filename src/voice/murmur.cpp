#include "voice/murmur.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace codevoice::voice {
namespace {

// Butterworth, fourth order, 1000 Hz at 16 kHz
struct Coefficients {
  double b0, b1, b2, a1, a2;
};
constexpr std::array<Coefficients, 2> kHighPass{
    {{0.710677372, -1.421354744, 0.710677372, -1.365117237, 0.477592250}, {0.839061987, -1.678123973, 0.839061987, -1.611727102, 0.744520844}}};
constexpr double kOffsetKept = 0.98;  // what does not swing is no sound: 50 Hz
constexpr float kHighShare = 0.02F;   // a vowel or a breath has more
constexpr float kHeard = 0.03F;       // of the loudest frame's energy: what is softer does not count
constexpr std::size_t kLeastFrames = 4;

}  // namespace

void Murmur::feed(audio::PcmView frame) {
  if (count_ == kMost) return;
  auto& [energy, high] = frames_[count_++];
  for (const auto sample : frame) {
    double value = without_offset_ = sample - std::exchange(before_, sample) + kOffsetKept * without_offset_;
    energy += static_cast<float>(value * value);
    for (std::size_t i = 0; i < kHighPass.size(); ++i) {
      const auto& by = kHighPass[i];
      auto& past = sections_[i];
      const double out = by.b0 * value + by.b1 * past.x1 + by.b2 * past.x2 - by.a1 * past.y1 - by.a2 * past.y2;
      past = {value, past.x1, out, past.y1};
      value = out;
    }
    high += static_cast<float>(value * value);
  }
}

bool Murmur::hums() const {
  const auto frames = std::span(frames_).first(count_);
  float loudest = 1.0F;
  for (const auto& frame : frames) loudest = std::max(loudest, frame.energy);
  std::size_t heard = 0;
  for (const auto& [energy, high] : frames) {
    if (energy < kHeard * loudest) continue;
    if (high > kHighShare * energy) return false;
    ++heard;
  }
  return heard >= kLeastFrames;
}

}  // namespace codevoice::voice
