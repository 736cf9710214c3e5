// A listener's sound being played between replies: quiet, cut at once when the candidate goes on, and faded under a reply that begins.
// Units:  48 kHz mono, frames of 20 ms. Thread: the session's strand; a value. Errors: begin() says why it is left out.
#pragma once

#include <span>

#include "audio/pcm.hpp"
#include "base/result.hpp"
#include "pipeline/frame.hpp"
#include "voice/voice_config.hpp"

namespace codevoice::voice {

class ListenerSound {
 public:
  explicit ListenerSound(const OutputConfig& config) : config_(config) {}

  Result<void> begin(const pipeline::ListenerSoundFrame& sound);
  bool playing() const { return at_ < pcm_.size(); }
  /// The next frame; the last one, fading out, when it is to end here.
  audio::Pcm next(bool ends);
  /// A reply begins in `frame`: what sounds fades out under it, and is over.
  void fade_under(std::span<std::int16_t> frame);

 private:
  void take_fading(std::span<std::int16_t> out);

  OutputConfig config_;
  audio::Pcm pcm_;
  std::size_t at_ = 0;
};

}  // namespace codevoice::voice
