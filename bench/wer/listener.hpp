// Hears a clip as the product does: 20 ms Opus packets, VAD, the turn's audio cut into segments, recognition.
// Thread: one listener a thread. Errors: thrown, a bench ends with them.
#pragma once

#include <memory>
#include <string>

#include "audio/pcm.hpp"
#include "base/worker_pool.hpp"
#include "speech/transcriber.hpp"
#include "speech/vad_model.hpp"

namespace codevoice::bench {

class Listener {
 public:
  Listener(speech::VadModel& vad, speech::Transcriber& transcriber) : vad_(vad), transcriber_(transcriber) {}
  /// The raw transcript.
  std::string hear(audio::PcmView mono, std::uint32_t rate_hz);

 private:
  speech::VadModel& vad_;
  speech::Transcriber& transcriber_;
};

}  // namespace codevoice::bench
