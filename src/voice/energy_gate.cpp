#include "voice/energy_gate.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace codevoice::voice {
namespace {

constexpr float kLeastSpeech = 200.0F;  // RMS; -44 dBFS
constexpr float kLeastSound = 80.0F;    // -52 dBFS
constexpr float kAboveFloor = 4.0F;     // 12 dB
constexpr float kRise = 1.005F;         // per window: 12 dB in 9 s

float rms(std::span<const std::int16_t> window) {
  const auto energy = std::accumulate(window.begin(), window.end(), 0.0F,
                                      [](float sum, std::int16_t sample) { return sum + static_cast<float>(sample) * static_cast<float>(sample); });
  return std::sqrt(energy / static_cast<float>(std::max<std::size_t>(1, window.size())));
}

}  // namespace

float EnergyGate::probability(std::span<const std::int16_t> window) {
  level_ = rms(window);
  const bool is_speech = level_ > std::max(kLeastSpeech, floor_ * kAboveFloor);
  stands_out_ = level_ > std::max(kLeastSound, floor_ * kAboveFloor);
  floor_ = std::min(level_, std::max(1.0F, floor_ * kRise));
  return is_speech ? 0.9F : 0.1F;
}

}  // namespace codevoice::voice
