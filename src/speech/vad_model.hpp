// Voice activity: the probability that a 32 ms window of audio holds speech.
// Units:     16 kHz mono int16; windows of 512 samples without gaps, one stream per speaker.
// Ownership: the model is shared by all sessions and outlives its streams. Thread: probability() on the session's executor.
// Errors:    Internal when inference fails; the stream stays usable.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "base/result.hpp"

namespace codevoice::speech {

inline constexpr std::size_t kVadWindow = 512;  // samples

class VadStream {
 public:
  virtual ~VadStream() = default;
  /// Answers on the calling thread, which is a media thread: well within a millisecond.
  virtual Result<float> probability(std::span<const std::int16_t, kVadWindow> window) = 0;
  virtual void reset() = 0;
};

class VadModel {
 public:
  virtual ~VadModel() = default;
  virtual std::unique_ptr<VadStream> open_stream() = 0;
};

}  // namespace codevoice::speech
