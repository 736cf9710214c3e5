#include "audio/pitch.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <span>

namespace codevoice::audio {
namespace {

constexpr std::size_t kDown = 4;  // a quarter of the rate holds every pitch and is a sixteenth of the work
constexpr float kRateHz = 4000.0F;
constexpr std::size_t kHop = kPitchHop / kDown, kWindow = 160;
constexpr std::size_t kShortest = 10, kLongest = 66;  // lags: 400 Hz to 60 Hz
constexpr std::size_t kTaps = 24;
constexpr float kNearlyBest = 0.9F;  // of the best lag: the shortest such is the pitch, its multiples are octaves below

/// In eight sums, which the processor adds at once.
template <std::size_t size>
float product(const float* a, const float* b) {
  std::array<float, 8> sums{};
  static_assert(size % sums.size() == 0);
  for (std::size_t i = 0; i < size; i += sums.size()) {
    for (std::size_t k = 0; k < sums.size(); ++k) sums[k] += a[i + k] * b[i + k];
  }
  float sum = 0;
  for (const float part : sums) sum += part;
  return sum;
}

std::array<float, kTaps> low_pass() {
  std::array<float, kTaps> taps{};
  double sum = 0;
  for (std::size_t i = 0; i < kTaps; ++i) {
    const double x = (static_cast<double>(i) - (kTaps - 1) / 2.0) / kDown * 0.9 * std::numbers::pi;
    const double hann = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * static_cast<double>(i + 1) / (kTaps + 1));
    taps[i] = static_cast<float>(std::sin(x) / x * hann);
    sum += static_cast<double>(taps[i]);
  }
  for (auto& tap : taps) tap /= static_cast<float>(sum);
  return taps;
}

std::vector<float> at_a_quarter(PcmView pcm) {
  static const auto taps = low_pass();
  std::vector<float> padded(pcm.size() + kTaps);
  std::copy(pcm.begin(), pcm.end(), padded.begin() + kTaps / 2);
  std::vector<float> out(pcm.size() / kDown);
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = product<kTaps>(padded.data() + i * kDown, taps.data());
  return out;
}

using Likeness = std::array<float, kLongest + 1>;  // of the window to itself so many samples later

float likeness_of(std::span<float> samples, Likeness& likeness) {
  float mean = 0;
  for (std::size_t i = 0; i < kWindow; ++i) mean += samples[i] / static_cast<float>(kWindow);
  for (auto& sample : samples) sample -= mean;
  const float energy = product<kWindow>(samples.data(), samples.data());
  float later = energy;
  for (std::size_t lag = 1; lag <= kLongest; ++lag) {
    later += samples[lag + kWindow - 1] * samples[lag + kWindow - 1] - samples[lag - 1] * samples[lag - 1];
    if (lag + 1 < kShortest) continue;
    likeness[lag] = product<kWindow>(samples.data(), samples.data() + lag) / std::sqrt(energy * std::max(later, 0.0F) + 1e-3F);
  }
  return energy;
}

PitchFrame pitch_of(std::span<float> samples) {
  Likeness likeness{};
  PitchFrame frame;
  frame.db = 10.0F * std::log10(likeness_of(samples, likeness) / static_cast<float>(kWindow) + 1.0F);
  const float best = *std::max_element(likeness.begin() + kShortest, likeness.begin() + kLongest);
  for (std::size_t lag = kShortest; lag < kLongest; ++lag) {
    const float before = likeness[lag - 1], here = likeness[lag], after = likeness[lag + 1];
    if (here < before || here < after || here <= kNearlyBest * best) continue;
    const float bend = before - 2 * here + after;
    const float aside = bend < 0 ? 0.5F * (before - after) / bend : 0.0F;  // the top of the parabola through the three
    frame.hz = kRateHz / (static_cast<float>(lag) + aside);
    frame.strength = std::clamp(here, 0.0F, 1.0F);
    break;
  }
  return frame;
}

}  // namespace

std::vector<PitchFrame> track_pitch(PcmView pcm) {
  const auto samples = at_a_quarter(pcm);
  std::vector<PitchFrame> frames;
  std::array<float, kWindow + kLongest> window{};
  for (std::size_t at = 0; at + window.size() <= samples.size(); at += kHop) {
    std::copy_n(samples.begin() + static_cast<std::ptrdiff_t>(at), window.size(), window.begin());
    frames.push_back(pitch_of(window));
  }
  return frames;
}

}  // namespace codevoice::audio
