// Tells a blow (a knock, a key, something put down) from a sound that goes on: a blow is loudest at its beginning and dies away at once.
// Units:  windows of 512 samples at 16 kHz. Thread: a value, any.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace codevoice::voice {

class SoundShape {
 public:
  void feed(std::span<const std::int16_t> window);
  /// The end of the newest window is nearly as loud as the loudest moment of the last three.
  bool goes_on() const;

 private:
  static constexpr std::size_t kPieces = 4;  // of a window: 8 ms, shorter than the pauses between a voice's pulses are loud
  std::array<float, 3 * kPieces> energies_{};
};

}  // namespace codevoice::voice
