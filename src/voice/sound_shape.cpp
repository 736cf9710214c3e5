#include "voice/sound_shape.hpp"

#include <algorithm>
#include <numeric>

namespace codevoice::voice {
namespace {

constexpr float kStillLoud = 0.07F;  // of the energy: 11 dB; a knock on wood loses more in the time

}  // namespace

void SoundShape::feed(std::span<const std::int16_t> window) {
  std::copy(energies_.begin() + kPieces, energies_.end(), energies_.begin());
  const auto length = window.size() / kPieces;
  for (std::size_t i = 0; i < kPieces; ++i) {
    const auto piece = window.subspan(i * length, length);
    energies_[energies_.size() - kPieces + i] = std::accumulate(piece.begin(), piece.end(), 0.0F, [](float sum, std::int16_t sample) {
      return sum + static_cast<float>(sample) * static_cast<float>(sample);
    });
  }
}

bool SoundShape::goes_on() const {
  const float loudest = *std::max_element(energies_.begin(), energies_.end());
  const float newest = std::max(energies_[energies_.size() - 1], energies_[energies_.size() - 2]);
  return newest >= kStillLoud * loudest;
}

}  // namespace codevoice::voice
