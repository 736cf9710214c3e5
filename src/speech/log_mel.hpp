// Whisper's log-mel features of the last 8 s, as Smart Turn was trained on them (pipecat's numpy front-end, within 1e-3).
// The waveform is normalised to zero mean and unit variance over all 8 s, silence put in front of a shorter clip included.
// Units:  16 kHz mono int16 in; 80 bands x 800 frames of 10 ms out, band by band. Thread: const after construction, any.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "speech/real_fft.hpp"

namespace codevoice::speech {

class LogMel {
 public:
  static constexpr std::size_t kSamples = 128'000;
  static constexpr std::size_t kBands = 80;
  static constexpr std::size_t kFrames = 800;

  LogMel();
  /// Only the last kSamples of `pcm` count.
  std::vector<float> compute(std::span<const std::int16_t> pcm) const;

 private:
  static constexpr std::size_t kHop = 160;
  struct Band {  // a triangle over neighbouring bins
    std::size_t first_bin = 0;
    std::vector<float> weights;
  };
  using Column = std::array<float, kBands>;
  Column column(std::span<const float, RealFft400::kSize> samples) const;

  RealFft400 fft_;
  std::array<float, RealFft400::kSize> window_;
  std::vector<Band> bands_;
};

}  // namespace codevoice::speech
