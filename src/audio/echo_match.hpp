// How much of a sound is another sound that came back: later, softer, and through a room.
// Units:  samples of both at one rate, which is the caller's. Thread: pure. Errors: none; silence is nobody's echo.
#pragma once

#include <cstddef>
#include <span>

namespace codevoice::audio {

struct EchoDelay {
  std::size_t samples = 0;  // the sound came back so much later
  float likeness = 0.0F;    // 0..1, at this delay
};

/// Where in `sent`, which ends when `heard` ends, the sound of `heard` is most alike. Delays from 0 to the length `sent` has more.
EchoDelay find_echo(std::span<const float> heard, std::span<const float> sent);

/// The share of the energy of `heard` that a short filter makes of what was sent, 0..1: 1 is an echo and nothing else. The best filter is
/// taken, so that a few percent are chance. `sent` ends `delay` before `heard` and begins kEchoTaps - 1 samples before it.
inline constexpr std::size_t kEchoTaps = 32;
float echo_share(std::span<const float> heard, std::span<const float> sent);

}  // namespace codevoice::audio
