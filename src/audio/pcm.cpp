#include "audio/pcm.hpp"

#include <algorithm>
#include <cmath>

namespace codevoice::audio {

std::int16_t to_sample(double value) {
  if (std::isnan(value)) return 0;
  return static_cast<std::int16_t>(std::lrint(std::clamp(value, -32768.0, 32767.0)));
}

std::uint8_t level_dbov(PcmView pcm) {
  const auto level = level_dbfs(pcm);
  return level <= kSilenceDbfs ? 127 : static_cast<std::uint8_t>(std::lround(std::clamp(-level, 0.0, 127.0)));
}

double level_dbfs(PcmView pcm) {
  if (pcm.empty()) return kSilenceDbfs;
  double energy = 0.0;
  for (const auto sample : pcm) energy += static_cast<double>(sample) * sample;
  const double mean = energy / static_cast<double>(pcm.size()) / (32768.0 * 32768.0);
  if (mean <= 0.0) return kSilenceDbfs;
  return std::max(kSilenceDbfs, 10.0 * std::log10(mean));
}

double gain_of_db(double gain_db) { return std::pow(10.0, gain_db / 20.0); }

void apply_gain(std::span<std::int16_t> pcm, double gain_db) {
  const double gain = gain_of_db(gain_db);
  for (auto& sample : pcm) sample = to_sample(sample * gain);
}

void ramp(std::span<std::int16_t> pcm, double from, double to) {
  const double step = pcm.empty() ? 0.0 : (to - from) / static_cast<double>(pcm.size());
  double gain = from;
  for (auto& sample : pcm) {
    sample = to_sample(sample * gain);
    gain += step;
  }
}

void mix_into(std::span<std::int16_t> pcm, PcmView other) {
  const auto length = std::min(pcm.size(), other.size());
  for (std::size_t i = 0; i < length; ++i) {
    const int sum = pcm[i] + other[i];
    pcm[i] = static_cast<std::int16_t>(std::clamp(sum, -32768, 32767));
  }
}

}  // namespace codevoice::audio
