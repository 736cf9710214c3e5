// A model that turns a stretch of speech into text in one go; what BatchSttEngine makes a live engine of.
// Units:  16 kHz mono int16, 15 s at most. Thread: transcribe() from any pool thread, several at once.
// Errors: Internal when the model fails.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "base/result.hpp"

namespace codevoice::speech {

class Transcriber {
 public:
  virtual ~Transcriber() = default;
  virtual std::string name() const = 0;
  virtual Result<std::string> transcribe(std::span<const std::int16_t> audio) = 0;
};

}  // namespace codevoice::speech
