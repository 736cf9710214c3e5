// Decoded samples on their way out, which remember where on the sender's clock they come from.
// Units:  16 kHz samples; timestamps are 48 kHz ticks. Within a stretch of samples time goes in a straight line: a
//         stretch shortened or lengthened by the buffer still begins and ends at its own times.
// Thread: one. No allocation. Room for 250 ms; more than that is refused.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "audio/pcm.hpp"

namespace codevoice::rtc {

class JitterSamples {
 public:
  struct Source {
    std::int64_t timestamp = 0;
    std::int64_t ticks = 0;  // how much of the sender's time the samples stand for; 0: put in by us
    bool concealed = false;
  };
  struct Popped {
    std::int64_t timestamp = 0;  // of the first sample
    bool concealed = false;      // more than half of the samples
  };

  /// False when there is no room; nothing is kept then.
  bool append(audio::PcmView pcm, const Source& source);
  /// Fills all of `out`; size() must be at least as much.
  Popped pop(std::span<std::int16_t> out);
  std::size_t size() const { return used_; }
  /// Of the sample that comes out next; only when there is one.
  std::int64_t front_timestamp() const;
  void clear();

 private:
  static constexpr std::size_t kRoom = 4'000;
  static constexpr std::size_t kStretches = 32;
  struct Stretch {
    Source source;
    std::size_t samples = 0;
    std::size_t taken = 0;
  };

  std::array<std::int16_t, kRoom> pcm_{};
  std::size_t used_ = 0;
  std::array<Stretch, kStretches> stretches_{};
  std::size_t count_ = 0;
};

}  // namespace codevoice::rtc
