#include "speech/log_mel.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace codevoice::speech {
namespace {

constexpr std::size_t kFrame = RealFft400::kSize;
constexpr std::size_t kReflected = kFrame / 2;  // frames are centred: half a frame is mirrored at both ends
constexpr double kBinHz = 40.0;

// Slaney's mel scale: linear below 1 kHz, logarithmic above
double to_mel(double hz) { return hz >= 1000.0 ? 15.0 + std::log(hz / 1000.0) * 27.0 / std::log(6.4) : 3.0 * hz / 200.0; }
double to_hz(double mel) { return mel >= 15.0 ? 1000.0 * std::exp(std::log(6.4) / 27.0 * (mel - 15.0)) : 200.0 * mel / 3.0; }

struct Triangle {
  double low, peak, high;
  double at(double hz) const {
    const double height = 2.0 / (high - low);
    return height * std::max(0.0, std::min((hz - low) / (peak - low), (high - hz) / (high - peak)));
  }
};

struct Scale {
  double mean = 0.0;
  double factor = 1.0;
};

/// Mean and 1/deviation of `pcm` (as -1..1) preceded by silence up to kSamples.
Scale scale_of(std::span<const std::int16_t> pcm) {
  double sum = 0.0;
  double squares = 0.0;
  for (const double sample : pcm) {
    sum += sample;
    squares += sample * sample;
  }
  const double count = static_cast<double>(LogMel::kSamples) * 32768.0;
  const double mean = sum / count;
  const double variance = squares / (count * 32768.0) - mean * mean;
  return {mean, 1.0 / std::sqrt(std::max(0.0, variance) + 1e-7)};
}

std::vector<float> normalised(std::span<const std::int16_t> pcm) {
  const auto scale = scale_of(pcm);
  const std::size_t silence = LogMel::kSamples - pcm.size();
  std::vector<float> samples(kReflected + LogMel::kSamples + kReflected, static_cast<float>(-scale.mean * scale.factor));
  std::transform(pcm.begin(), pcm.end(), samples.begin() + static_cast<std::ptrdiff_t>(kReflected + silence),
                 [&](double sample) { return static_cast<float>((sample / 32768.0 - scale.mean) * scale.factor); });
  for (std::size_t i = 1; i <= kReflected; ++i) {
    samples[kReflected - i] = samples[kReflected + i];
    samples[kReflected + LogMel::kSamples - 1 + i] = samples[kReflected + LogMel::kSamples - 1 - i];
  }
  return samples;
}

}  // namespace

LogMel::LogMel() {
  for (std::size_t i = 0; i < kFrame; ++i) {
    window_[i] = static_cast<float>(0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * static_cast<double>(i) / kFrame));
  }
  const double top = to_mel(8000.0);
  const auto border = [top](std::size_t index) { return to_hz(top * static_cast<double>(index) / (kBands + 1)); };
  for (std::size_t band = 0; band < kBands; ++band) {
    const Triangle triangle{border(band), border(band + 1), border(band + 2)};
    Band weights;
    for (std::size_t bin = 0; bin < RealFft400::kBins; ++bin) {
      const double weight = triangle.at(kBinHz * static_cast<double>(bin));
      if (weight <= 0.0) continue;
      if (weights.weights.empty()) weights.first_bin = bin;
      weights.weights.push_back(static_cast<float>(weight));
    }
    bands_.push_back(std::move(weights));
  }
}

LogMel::Column LogMel::column(std::span<const float, kFrame> samples) const {
  std::array<float, kFrame> windowed;
  std::transform(samples.begin(), samples.end(), window_.begin(), windowed.begin(), std::multiplies<>());
  std::array<float, RealFft400::kBins> power;
  fft_.power(windowed, power);
  Column column;
  for (std::size_t band = 0; band < kBands; ++band) {
    float energy = 0.0F;
    for (std::size_t i = 0; i < bands_[band].weights.size(); ++i) energy += bands_[band].weights[i] * power[bands_[band].first_bin + i];
    column[band] = std::log10(std::max(1e-10F, energy));
  }
  return column;
}

std::vector<float> LogMel::compute(std::span<const std::int16_t> pcm) const {
  pcm = pcm.last(std::min(pcm.size(), kSamples));
  const auto samples = normalised(pcm);
  const std::size_t silence = kReflected + kSamples - pcm.size();  // first sample of the clip, in `samples`
  std::vector<float> features(kBands * kFrames);
  float loudest = -1e9F;
  Column values{};
  for (std::size_t frame = 0; frame < kFrames; ++frame) {
    // frames that lie wholly in the silence put in front are all alike
    const bool same_again = frame > 0 && frame * kHop + kFrame <= silence;
    if (!same_again) values = column(std::span(samples).subspan(frame * kHop).first<kFrame>());
    for (std::size_t band = 0; band < kBands; ++band) {
      features[band * kFrames + frame] = values[band];
      loudest = std::max(loudest, values[band]);
    }
  }
  for (auto& value : features) value = (std::max(value, loudest - 8.0F) + 4.0F) / 4.0F;
  return features;
}

}  // namespace codevoice::speech
