// Tells a hum ("mm-hm") from a voice with an open mouth: closed lips let next to nothing through above a thousand hertz, in any moment of it.
// What a recogniser makes of a hum is anything.
// Units:  16 kHz mono, frames of 20 ms. Thread: a value, any. Cost: a few microseconds a frame.
#pragma once

#include <array>
#include <cstddef>

#include "audio/pcm.hpp"

namespace codevoice::voice {

class Murmur {
 public:
  /// The next frame; of a long sound only the beginning counts.
  void feed(audio::PcmView frame);
  /// Nothing but a hum so far, and enough of it to say so.
  bool hums() const;

 private:
  static constexpr std::size_t kMost = 64;  // frames
  struct Frame {
    float energy = 0.0F;
    float high = 0.0F;  // of it, above the lips
  };
  struct Section {  // of the filter
    double x1 = 0.0, x2 = 0.0, y1 = 0.0, y2 = 0.0;
  };
  std::array<Frame, kMost> frames_{};
  std::size_t count_ = 0;
  std::array<Section, 2> sections_{};
  double before_ = 0.0;  // the newest sample
  double without_offset_ = 0.0;
};

}  // namespace codevoice::voice
