// The voice path of one interview on virtual time: its real pipeline, fed by hand, as fast as its engines work. For tools and benches.
// Units:     16 kHz in, 20 ms; media time.
// Ownership: all that is given outlives it. Thread: the caller's, which runs the loop.
// Errors:    start() says which stage refused.
// Inference takes no virtual time: words are known as soon as their audio is (on a machine, some 0.1 to 0.3 s later).
#pragma once

#include <boost/asio/io_context.hpp>

#include "base/virtual_clock.hpp"
#include "base/worker_pool.hpp"
#include "voice/voice_pipeline.hpp"

namespace codevoice::voice {

struct VirtualVoiceParts {
  VoiceEngines engines;
  WorkerPool* pool = nullptr;  // of one thread, where they work; none: they work on the loop
  VirtualClock& clock;
  AudioSink& sink;
};

class VirtualVoice {
 public:
  VirtualVoice(const VirtualVoiceParts& parts, const VoiceConfig& config, Interview interview);
  ~VirtualVoice();
  VirtualVoice(const VirtualVoice&) = delete;
  VirtualVoice& operator=(const VirtualVoice&) = delete;

  /// Opens the stages and tells the interview that the candidate is there. Observe before.
  Result<void> start();
  /// 20 ms from the microphone, and time goes on as long.
  void hear(std::span<const std::int16_t> pcm);
  /// A quiet room for so long.
  void rest(Duration length);
  MediaTime now() const { return clock_.now() - voice_.zero(); }
  VoicePipeline& pipeline() { return voice_; }

 private:
  void settle();
  void wait_for_pool();

  asio::io_context loop_{1};
  VirtualClock& clock_;
  WorkerPool* pool_;
  VoicePipeline voice_;
};

}  // namespace codevoice::voice
