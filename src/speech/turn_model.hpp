// Has the speaker finished? A probability from the last seconds of their audio.
// Units: 16 kHz mono int16, the last 8 s at most (shorter is padded in front by the model). Thread: analyze() on the session's executor.
// Errors: Internal when inference fails. Source: Smart Turn v3.2 (design/SMART_TURN.md facts).
#pragma once

#include <cstdint>
#include <vector>

#include "base/asio.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"

namespace codevoice::speech {

struct TurnVerdict {
  float complete = 0.0F;          // 0..1: the speaker is done
  Duration inference{};           // what the answer cost
  std::vector<float> impression;  // what the model made of the audio before it judged; empty where a model does not tell
};

class TurnModel {
 public:
  virtual ~TurnModel() = default;
  virtual Awaitable<Result<TurnVerdict>> analyze(std::vector<std::int16_t> audio) = 0;
};

}  // namespace codevoice::speech
