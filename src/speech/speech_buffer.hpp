// The audio of one turn, as the recogniser should get it: gated by the VAD with some room before and after, long silences shortened,
// cut into segments the model can take.
// Units:  16 kHz mono; frames of 20 ms as they are captured. Thread: one executor. Errors: none; bounded (two minutes).
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "base/clock.hpp"

namespace codevoice::speech {

struct SpeechSegment {
  struct Frame {
    MediaTime at{};
    std::size_t samples = 0;
    bool speech = false;
  };
  std::vector<std::int16_t> audio;
  std::vector<Frame> frames;   // what the audio is made of
  Duration speech{};           // how much of it the VAD took for speech
  MediaTime begin{};           // of the first speech
  MediaTime end{};             // of the last speech
  std::uint64_t revision = 0;  // grows with every frame of speech
  bool closed = false;         // nothing is added any more
};

class SpeechBuffer {
 public:
  static constexpr std::chrono::milliseconds kPreRoll{300};
  static constexpr std::chrono::milliseconds kKeptSilence{500};    // of a longer pause, so much stays, and the pre-roll of what follows
  static constexpr std::chrono::milliseconds kCutAtPause{13'000};  // a segment so long is closed at the next pause; shorter ones lose context
  static constexpr std::chrono::milliseconds kCutAnyway{15'000};   // one without a pause is cut at the quietest place of its last seconds
  static constexpr std::size_t kMaxSegments = 12;

  void write(std::span<const std::int16_t> pcm, MediaTime at, bool speech);
  /// Takes everything spoken before `upto`; what was spoken later begins the next turn.
  std::deque<SpeechSegment> take(MediaTime upto);
  const std::deque<SpeechSegment>& segments() const { return segments_; }
  /// The pause so far, in frames' time.
  Duration silence() const { return silence_; }
  bool has_speech() const { return !segments_.empty(); }

 private:
  struct Frame {
    std::vector<std::int16_t> pcm;
    MediaTime at{};
    bool speech = false;
    bool kept = false;  // it is in a segment
  };
  void remember(std::span<const std::int16_t> pcm, MediaTime at, bool speech);
  void open_segment();
  /// What came just before `upto` and is not in this segment: no consonant is lost before the VAD notices it.
  void append_pre_roll(MediaTime upto);
  void append(Frame& frame);
  void cut_at_quietest();

  std::deque<SpeechSegment> segments_;
  std::deque<Frame> recent_;  // the last seconds: pre-roll, and what a late cut gives to the next turn
  Duration silence_{};
};

}  // namespace codevoice::speech
