#include "rtc/jitter_stretch.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace codevoice::rtc {
namespace {

constexpr std::size_t kShortestPeriod = 40;
constexpr std::size_t kLongestPeriod = 200;
constexpr double kClearlyAlike = 0.85;
constexpr double kAsGood = 0.01;

double likeness(audio::PcmView pcm, std::size_t lag) {
  double product = 0.0;
  double first = 1.0;
  double second = 1.0;
  for (std::size_t i = 0; i < lag; ++i) {
    const double a = pcm[i];
    const double b = pcm[i + lag];
    product += a * b;
    first += a * a;
    second += b * b;
  }
  return product / std::sqrt(first * second);
}

/// From `from` to `to`, the weight moving from one to the other.
std::int16_t blend(std::int16_t from, std::int16_t to, std::size_t at, std::size_t length) {
  const double weight = (static_cast<double>(at) + 0.5) / static_cast<double>(length);
  return audio::to_sample(from * (1.0 - weight) + to * weight);
}

}  // namespace

std::optional<std::size_t> find_period(audio::PcmView pcm) {
  const auto longest = std::min(kLongestPeriod, pcm.size() / 2);
  std::array<double, kLongestPeriod + 1> alike{};
  for (std::size_t lag = kShortestPeriod; lag <= longest; ++lag) alike[lag] = likeness(pcm, lag);
  const double best = *std::max_element(alike.begin(), alike.end());
  if (best <= kClearlyAlike) return std::nullopt;
  // two periods are as much alike as one: the first peak about as high as the highest is the period
  std::size_t lag = kShortestPeriod;
  while (alike[lag] < best - kAsGood) ++lag;
  while (lag < longest && alike[lag + 1] > alike[lag]) ++lag;
  return lag;
}

std::size_t shorten(std::span<std::int16_t> pcm, std::size_t length) {
  if (length == 0 || pcm.size() < 2 * length) return pcm.size();
  for (std::size_t i = 0; i < length; ++i) pcm[i] = blend(pcm[i], pcm[i + length], i, length);
  std::copy(pcm.begin() + static_cast<std::ptrdiff_t>(2 * length), pcm.end(), pcm.begin() + static_cast<std::ptrdiff_t>(length));
  return pcm.size() - length;
}

std::size_t lengthen(std::span<std::int16_t> pcm, std::size_t used, std::size_t length) {
  if (length == 0 || used < 2 * length || pcm.size() < used + length) return used;
  const auto at = [&](std::size_t index) { return pcm.begin() + static_cast<std::ptrdiff_t>(index); };
  std::copy_backward(at(length), at(used), at(used + length));
  // after the first length comes a blend that begins like what followed it and ends like what went before the second
  for (std::size_t i = 0; i < length; ++i) pcm[length + i] = blend(pcm[2 * length + i], pcm[i], i, length);
  return used + length;
}

bool QuietDetector::is_quiet(audio::PcmView pcm) {
  constexpr double kRiseDb = 0.02;   // a frame: one dB a second
  constexpr double kMarginDb = 6.0;  // noise goes up and down by so much
  constexpr double kAlwaysQuiet = -55.0;
  constexpr double kNeverQuiet = -32.0;
  const double level = audio::level_dbfs(pcm);
  floor_dbfs_ = std::min(level, floor_dbfs_ + kRiseDb);
  return level < std::clamp(floor_dbfs_ + kMarginDb, kAlwaysQuiet, kNeverQuiet);
}

}  // namespace codevoice::rtc
