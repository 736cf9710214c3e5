// Marks where speech begins and pauses, from the VAD's probabilities, with hysteresis.
// Units:  media time, so the same audio always gives the same marks. Thread: a value, any.
#pragma once

#include <cstdint>
#include <optional>

#include "voice/voice_config.hpp"

namespace codevoice::voice {

struct SpeechMark {
  enum class Kind : std::uint8_t { Started, Stopped };
  Kind kind = Kind::Started;
  MediaTime at{};  // Started: when the speech really began; Stopped: when it really ended
};

class SpeechDetector {
 public:
  explicit SpeechDetector(const VadConfig& config) : config_(config) {}

  std::optional<SpeechMark> feed(float probability, MediaTime begin, Duration length);
  /// No audio comes any more: a pause, if there was speech.
  std::optional<SpeechMark> cut();
  bool speaking() const { return speaking_; }
  /// True from the first window that may be speech on, before it counts as speech.
  bool sounding() const { return speaking_ || loud_windows_ > 0; }

 private:
  std::optional<SpeechMark> feed_quiet(float probability, MediaTime begin);
  std::optional<SpeechMark> feed_speaking(float probability, MediaTime end);

  VadConfig config_;
  bool speaking_ = false;
  int loud_windows_ = 0;
  MediaTime first_loud_{};
  MediaTime speech_end_{};
};

}  // namespace codevoice::voice
