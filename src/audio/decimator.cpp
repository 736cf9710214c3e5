#include "audio/decimator.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "audio/dot.hpp"

namespace codevoice::audio {
namespace {

constexpr std::size_t kTapsOfFactor = 8;
constexpr double kPass = 0.85;

std::vector<float> low_pass(std::size_t factor) {
  std::vector<float> taps(factor * kTapsOfFactor);
  double sum = 0;
  for (std::size_t i = 0; i < taps.size(); ++i) {
    const double x = (static_cast<double>(i) - static_cast<double>(taps.size() - 1) / 2.0) / static_cast<double>(factor) * kPass * std::numbers::pi;
    const double hann = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * static_cast<double>(i + 1) / static_cast<double>(taps.size() + 1));
    taps[i] = static_cast<float>((x == 0 ? 1.0 : std::sin(x) / x) * hann);
    sum += static_cast<double>(taps[i]);
  }
  for (auto& tap : taps) tap /= static_cast<float>(sum);
  return taps;
}

}  // namespace

Decimator::Decimator(std::size_t factor) : factor_(factor), taps_(low_pass(factor)), samples_(taps_.size()) {}

void Decimator::process(PcmView pcm, std::span<float> out) {
  const auto count = std::min(out.size(), pcm.size() / factor_);
  samples_.resize(taps_.size());
  samples_.insert(samples_.end(), pcm.begin(), pcm.begin() + static_cast<std::ptrdiff_t>(count * factor_));
  for (std::size_t i = 0; i < count; ++i) out[i] = dot(samples_.data() + (i + 1) * factor_, taps_.data(), taps_.size());
  samples_.erase(samples_.begin(), samples_.end() - static_cast<std::ptrdiff_t>(taps_.size()));
}

void Decimator::reset() { samples_.assign(taps_.size(), 0.0F); }

}  // namespace codevoice::audio
