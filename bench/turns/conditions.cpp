#include "turns/conditions.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>
#include <vector>

namespace codevoice::bench {
namespace {

constexpr std::size_t kPiece = 480, kSearch = 160;  // samples: 30 ms, 10 ms to either side

double likeness(const audio::Pcm& pcm, std::size_t a, std::size_t b) {
  double product = 0, energy = 1;
  for (std::size_t i = 0; i < kPiece; i += 2) {
    product += static_cast<double>(pcm[a + i]) * pcm[b + i];
    energy += static_cast<double>(pcm[b + i]) * pcm[b + i];
  }
  return product / std::sqrt(energy);
}

std::size_t best_place(const audio::Pcm& pcm, std::size_t natural, std::size_t wanted) {
  const auto from = wanted > kSearch ? wanted - kSearch : 0, to = std::min(wanted + kSearch, pcm.size() - 2 * kPiece);
  auto best = from;
  double most = -1e30;
  for (auto at = from; at <= to; at += 2) {
    const auto like = likeness(pcm, natural, at);
    if (like > most) {
      most = like;
      best = at;
    }
  }
  return best;
}

}  // namespace

std::string Condition::name() const {
  if (recorded) return "recorded";
  if (voice != 1.0) return "altered";
  if (snr_db != 0) return "noise " + std::to_string(snr_db) + " dB";
  if (tempo == 1.0) return "as spoken";
  return tempo > 1.0 ? "fast" : "slow";
}

Condition condition_of(std::size_t take) {
  static const std::array<Condition, 6> kAll{{{}, {1.2, 0}, {}, {1.0, 20}, {0.85, 0}, {1.0, 10}}};
  return kAll[take % kAll.size()];
}

audio::Pcm stretched(const audio::Pcm& pcm, double tempo) {
  if (tempo == 1.0 || pcm.size() < 4 * kPiece) return pcm;
  constexpr std::size_t kHop = kPiece / 2;
  const auto pieces = static_cast<std::size_t>(static_cast<double>(pcm.size() - 3 * kPiece) / (tempo * kHop));
  std::vector<double> out(pieces * kHop + kPiece);
  std::size_t at = 0;
  for (std::size_t k = 0; k < pieces; ++k) {
    if (k > 0) at = best_place(pcm, std::min(at + kHop, pcm.size() - 2 * kPiece), static_cast<std::size_t>(static_cast<double>(k * kHop) * tempo));
    for (std::size_t i = 0; i < kPiece; ++i) {
      const double window = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * (static_cast<double>(i) + 0.5) / kPiece);
      out[k * kHop + i] += window * pcm[at + i];
    }
  }
  audio::Pcm result(out.size());
  std::transform(out.begin(), out.end(), result.begin(), [](double sample) { return audio::to_sample(sample); });
  return result;
}

/// Sparse reflections that fall off evenly: about 200 a second.
void add_room(audio::Pcm& pcm, double seconds, unsigned seed) {
  if (seconds <= 0.0) return;
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> where(0.004, seconds), sign(-1.0, 1.0);
  std::vector<double> out(pcm.begin(), pcm.end());
  const auto count = static_cast<int>(seconds * 150);
  for (int i = 0; i < count; ++i) {
    const double at = where(random), gain = 0.22 * sign(random) * std::pow(10.0, -3.0 * at / seconds);
    const auto delay = static_cast<std::size_t>(at * 16000);
    for (std::size_t k = delay; k < pcm.size(); ++k) out[k] += gain * pcm[k - delay];
  }
  for (std::size_t k = 0; k < pcm.size(); ++k) pcm[k] = audio::to_sample(out[k]);
}

void add_noise(audio::Pcm& pcm, int snr_db, unsigned seed) {
  if (snr_db == 0) return;
  double energy = 0;
  std::size_t loud = 1;
  for (const auto sample : pcm) {
    if (sample > 200 || sample < -200) {
      energy += static_cast<double>(sample) * sample;
      ++loud;
    }
  }
  std::mt19937 random(seed);
  std::normal_distribution<double> white(0.0, 1.0);
  // Kellet's filter, economy version; its output has about 2.4 times the deviation of its input
  const double gain = std::sqrt(energy / static_cast<double>(loud)) * std::pow(10.0, -snr_db / 20.0) / 2.4;
  std::array<double, 3> b{};
  for (auto& sample : pcm) {
    const double w = white(random);
    b[0] = 0.99765 * b[0] + w * 0.0990460;
    b[1] = 0.96300 * b[1] + w * 0.2965164;
    b[2] = 0.57000 * b[2] + w * 1.0526913;
    sample = audio::to_sample(sample + gain * (b[0] + b[1] + b[2] + w * 0.1848));
  }
}

}  // namespace codevoice::bench
