// Makes a piece of sound a little shorter or longer without a click: how the jitter buffer changes its delay.
// Units: 16 kHz samples.   Thread: any; no state but the noise floor, no allocation.   Source: overlap-add (WSOLA).
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "audio/pcm.hpp"

namespace codevoice::rtc {

/// The length after which the sound repeats itself (2.5–12.5 ms), when it does so clearly; needs 25 ms at least.
std::optional<std::size_t> find_period(audio::PcmView pcm);

/// Takes `length` samples out of the front part; the first two such lengths melt into one. Gives the new size
/// (unchanged when there are not two such lengths).
std::size_t shorten(std::span<std::int16_t> pcm, std::size_t length);

/// Puts `length` samples in. `pcm` has room for `used` + `length`; gives the new size.
std::size_t lengthen(std::span<std::int16_t> pcm, std::size_t used, std::size_t length);

/// Tells pauses from speech by level alone: enough to choose where nobody hears a change of length.
class QuietDetector {
 public:
  bool is_quiet(audio::PcmView pcm);

 private:
  double floor_dbfs_ = -40.0;
};

}  // namespace codevoice::rtc
