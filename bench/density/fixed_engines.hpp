// Engines that answer after a fixed delay and cost nothing: what is left is the product's own cost per session.
// The VAD is an energy gate; the turn model is always sure; the recogniser hears one fixed answer; the voice speaks a tone as long as
// the text would take.
// Thread: the session's executor. Errors: none.
#pragma once

#include "speech/speech_models.hpp"

namespace codevoice::bench {

struct FixedDelays {
  std::chrono::milliseconds turn{45};
  std::chrono::milliseconds stt{150};
  std::chrono::milliseconds tts{150};  // for the first clause; the rest is there
  std::chrono::milliseconds per_character{60};
};

speech::SpeechModels fixed_engines(FixedDelays delays = {});

}  // namespace codevoice::bench
