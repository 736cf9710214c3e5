// A crude speech detector by loudness, so that an interview goes on while the real VAD is being restarted (R8).
// Units: 16 kHz mono int16. Thread: a value, any.
#pragma once

#include <cstdint>
#include <span>

namespace codevoice::voice {

class EnergyGate {
 public:
  /// 0.9 when the window is clearly louder than the quietest of late, else 0.1.
  float probability(std::span<const std::int16_t> window);
  /// The newest window is louder than the background; also what is too soft for speech, the beginning of a word.
  bool stands_out() const { return stands_out_; }
  /// RMS of the newest window.
  float level() const { return level_; }

 private:
  bool stands_out_ = false;
  float level_ = 0.0F;
  float floor_ = 0.0F;  // RMS of the background, follows slowly upwards and fast downwards
};

}  // namespace codevoice::voice
