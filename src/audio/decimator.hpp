// A stream at a lower rate, as floats, cheaply: for looking at it, not for listening to it.
// Units:  int16 in, mono; samples out at 1/factor of the rate, held back by half the filter. Thread: a value, one at a time.
// Errors: none; a piece must be a multiple of `factor` long, the rest of another is dropped.
#pragma once

#include <span>
#include <vector>

#include "audio/pcm.hpp"

namespace codevoice::audio {

class Decimator {
 public:
  /// Passes up to 0.85 of what the lower rate can hold.
  explicit Decimator(std::size_t factor);

  /// Writes pcm.size() / factor samples to `out`, which has room for them.
  void process(PcmView pcm, std::span<float> out);
  /// Forgets what was kept: a new stream begins.
  void reset();

 private:
  std::size_t factor_;
  std::vector<float> taps_;
  std::vector<float> samples_;  // the newest taps_.size(), then the piece
};

}  // namespace codevoice::audio
