// Sounds for tests: tones, and how much of a frequency is in a stretch of audio.
#pragma once

#include <cmath>
#include <numbers>

#include "audio/pcm.hpp"

namespace codevoice::test {

/// A sine of so many samples; `from` continues the phase of the samples before.
inline audio::Pcm tone(std::size_t samples, double hz, std::uint32_t rate_hz, double amplitude = 8000.0, std::size_t from = 0) {
  audio::Pcm pcm(samples);
  for (std::size_t i = 0; i < samples; ++i) {
    const double at = static_cast<double>(from + i) / rate_hz;
    pcm[i] = audio::to_sample(amplitude * std::sin(2.0 * std::numbers::pi * hz * at));
  }
  return pcm;
}

/// The amplitude of the sine of `hz` in `pcm` (Goertzel).
inline double amplitude_of(audio::PcmView pcm, double hz, std::uint32_t rate_hz) {
  const double w = 2.0 * std::numbers::pi * hz / rate_hz;
  double s1 = 0.0;
  double s2 = 0.0;
  for (const auto sample : pcm) {
    const double s0 = sample + 2.0 * std::cos(w) * s1 - s2;
    s2 = s1;
    s1 = s0;
  }
  const double power = s1 * s1 + s2 * s2 - 2.0 * std::cos(w) * s1 * s2;
  return pcm.empty() ? 0.0 : 2.0 * std::sqrt(std::max(0.0, power)) / static_cast<double>(pcm.size());
}

}  // namespace codevoice::test
