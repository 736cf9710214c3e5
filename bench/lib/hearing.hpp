// A clip as the product gets to hear it: over 20 ms Opus packets from a quiet room, with the VAD's marks.
// Units: 16 kHz mono, frames of 20 ms. Thread: any. Errors: thrown, a bench ends with them.
#pragma once

#include <vector>

#include "audio/pcm.hpp"
#include "base/result.hpp"
#include "speech/vad_model.hpp"

namespace codevoice::bench {

constexpr std::size_t kHeardFrame = 320;  // 20 ms

/// What a browser sends and the product decodes, with half a second of a quiet room before and after.
audio::Pcm over_opus(audio::PcmView mono, std::uint32_t rate_hz);
/// Per frame: whether the product takes it for speech.
std::vector<bool> speech_marks(speech::VadModel& vad, audio::PcmView at_16k);

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return std::move(*result);
}

}  // namespace codevoice::bench
