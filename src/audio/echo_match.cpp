#include "audio/echo_match.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "audio/dot.hpp"

namespace codevoice::audio {
namespace {

constexpr std::size_t kRow = 8;         // dot() takes whole eights
constexpr float kLoading = 1e-3F;       // of the energy of what was sent: what a filter cannot do with less, chance did
constexpr float kLeastPower = 4.0F;     // of a sample: softer is what rounding made
constexpr double kAudibleShare = 1e-3;  // of the energy of all that was sent: a softer stretch is not looked at

using Matrix = std::array<std::array<float, kEchoTaps>, kEchoTaps>;
using Row = std::array<float, kEchoTaps>;

/// Products of what was sent with itself i and j samples earlier: the first column counted, each other one from it.
Matrix own_products(std::span<const float> sent, std::size_t length) {
  Matrix products{};
  const auto* now = sent.data() + kEchoTaps - 1;  // the newest tap's first sample
  for (std::size_t i = 0; i < kEchoTaps; ++i) products[i][0] = dot(now, now - i, length);
  for (std::size_t i = 1; i < kEchoTaps; ++i) {
    for (std::size_t j = 1; j <= i; ++j) {
      const auto* a = now - i;
      const auto* b = now - j;
      products[i][j] = products[i - 1][j - 1] + a[0] * b[0] - a[length] * b[length];
    }
  }
  for (std::size_t i = 0; i < kEchoTaps; ++i) products[i][i] += kLoading * products[0][0] + 1.0F;
  return products;
}

/// Cholesky: in place, the lower triangle. False when it is none.
bool factor(Matrix& m) {
  for (std::size_t j = 0; j < kEchoTaps; ++j) {
    for (std::size_t i = j; i < kEchoTaps; ++i) {
      float sum = m[i][j];
      for (std::size_t k = 0; k < j; ++k) sum -= m[i][k] * m[j][k];
      if (i == j && sum <= 0) return false;
      m[i][j] = i == j ? std::sqrt(sum) : sum / m[j][j];
    }
  }
  return true;
}

}  // namespace

EchoDelay find_echo(std::span<const float> heard, std::span<const float> sent) {
  const auto length = heard.size() / kRow * kRow;
  EchoDelay best;
  if (length == 0 || sent.size() < heard.size()) return best;
  const auto* newest = heard.data() + heard.size() - length;
  const float energy = dot(newest, newest, length);
  const float all_sent = dot(sent.data(), sent.data(), sent.size() / kRow * kRow);
  const double least = kAudibleShare * static_cast<double>(all_sent);
  if (energy <= kLeastPower * static_cast<float>(length) || all_sent <= 0) return best;
  const auto* from = sent.data() + sent.size() - length;
  double sent_energy = static_cast<double>(dot(from, from, length));
  for (std::size_t delay = 0; delay + heard.size() <= sent.size(); ++delay, --from) {
    if (delay > 0) sent_energy += static_cast<double>(from[0] * from[0]) - static_cast<double>(from[length] * from[length]);
    if (sent_energy <= least) continue;
    const float likeness = std::abs(dot(newest, from, length)) / std::sqrt(energy * static_cast<float>(sent_energy));
    if (likeness > best.likeness) best = {delay, likeness};
  }
  best.likeness = std::min(best.likeness, 1.0F);
  return best;
}

float echo_share(std::span<const float> heard, std::span<const float> sent) {
  const auto length = heard.size() / kRow * kRow;
  if (length == 0 || sent.size() < heard.size() + kEchoTaps - 1) return 0;
  const auto* newest = heard.data() + heard.size() - length;
  const float energy = dot(newest, newest, length);
  const auto window = sent.last(length + kEchoTaps - 1);
  auto products = own_products(window, length);
  if (energy <= kLeastPower * static_cast<float>(length) || !factor(products)) return 0;
  Row solved{};
  float explained = 0;
  for (std::size_t i = 0; i < kEchoTaps; ++i) {
    float sum = dot(newest, window.data() + kEchoTaps - 1 - i, length);
    for (std::size_t k = 0; k < i; ++k) sum -= products[i][k] * solved[k];
    solved[i] = sum / products[i][i];
    explained += solved[i] * solved[i];
  }
  return std::min(explained / energy, 1.0F);
}

}  // namespace codevoice::audio
