// Tells when something begins to sound that may be speech, by its loudness alone: sooner than a VAD, which is not sure of a hum, nor of a
// knock. What goes on without being speech is told once, so that typing is no reason to stay softer.
// Units:  windows of the VAD; media time. Thread: a value, any.
#pragma once

#include "voice/voice_config.hpp"

namespace codevoice::voice {

class SoundOnset {
 public:
  explicit SoundOnset(const OnsetConfig& config) : config_(config), quiet_(config.rest) {}

  /// One window; `loud`: clearly louder than the background.
  void feed(bool loud, Duration length);
  /// The next loud window begins something.
  bool armed() const { return quiet_ >= config_.rest; }
  /// Something began, and it is not known yet what.
  bool undecided() const { return begun_ && lasts_ < config_.most && quiet_ < config_.linger; }

 private:
  OnsetConfig config_;
  bool begun_ = false;
  Duration lasts_{};  // since it began
  Duration quiet_;    // since it was loud
};

}  // namespace codevoice::voice
