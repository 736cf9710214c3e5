// Knows the interviewer's voice when it comes back through the candidate's microphone: loudspeakers without echo cancellation (R18).
// What was sent in the last half second is compared with what is heard, at a quarter of the rate: first the delay is looked for, then the
// share of the sound that a short filter makes of what was sent. Once it is known how loud the echo is, what is no louder than it is taken for
// the rest of it: a room rings. Who talks over the interviewer makes most of what is heard.
// Units:     20 ms frames, media time. Ownership: one per pipeline, told by transport_output, asked by transport_input.
// Thread:    the session's strand. Cost: next to nothing unless the interviewer sounds; 10 µs an answer, 0.1 ms where the delay is unknown.
// Errors:    none; a delay beyond half a second is not found, and the echo is speech.
#pragma once

#include <cstdint>
#include <optional>

#include "audio/decimator.hpp"
#include "audio/pcm.hpp"
#include "audio/recent_samples.hpp"
#include "base/clock.hpp"

namespace codevoice::voice {

class EchoGate {
 public:
  EchoGate();

  /// 20 ms of 48 kHz went out; empty: silence did.
  void sent(audio::PcmView frame, MediaTime at);
  /// 20 ms of 16 kHz were captured at `at`.
  void heard(audio::PcmView frame, MediaTime at);
  /// What was heard last is mostly the interviewer's own voice. For when it may be speech: nothing else needs to be known.
  bool is_echo();

  /// By which the voice comes back; nothing while none was heard.
  std::optional<Duration> delay() const;

 private:
  /// A stream of frames that follow each other, whatever the clock says of each: the two are compared sample by sample.
  struct Stream {
    Stream(std::size_t factor, std::size_t kept) : decimator(factor), samples(kept) {}
    void push(audio::PcmView frame);
    void push_silence();
    void follow(MediaTime at, Duration tolerance);
    void clear();
    audio::Decimator decimator;
    audio::RecentSamples samples;
    float last = 0.0F;  // before it was whitened
    MediaTime until{};  // the end of the newest frame
  };
  bool compares() const;
  std::ptrdiff_t lead() const;
  std::optional<std::size_t> sent_after(std::size_t delay) const;
  float share_at(std::size_t delay) const;
  float ring_at(std::size_t delay) const;
  bool is_known_echo(std::size_t delay);
  void search();

  Stream sent_;
  Stream heard_;
  audio::RecentSamples ringing_;  // energy of each frame sent, and what a room keeps of those before it
  int silent_ = 0;                // frames sent since the last that sounded
  bool listening_ = false;        // what is heard is kept
  MediaTime searched_at_{};
  std::optional<std::size_t> delay_;  // samples
  int confirmed_ = 0;                 // how often the echo was found there, less how often something else was
  float coupling_ = 0.0F;             // energy heard, of what was sent
};

}  // namespace codevoice::voice
