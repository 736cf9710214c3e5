// Which audio is worth sending to a recogniser that is paid by the second: speech with a little before and after it (R26).
// What the VAD misses altogether is not sent.
// Units:  20 ms frames at 16 kHz, media time. Thread: the session's executor; pure.
#pragma once

#include <array>
#include <boost/circular_buffer.hpp>
#include <cstdint>
#include <functional>
#include <span>

#include "base/clock.hpp"

namespace codevoice::speech {

struct AudioPiece {
  std::array<std::int16_t, 320> pcm{};
  std::uint32_t samples = 0;
  MediaTime at{};
  bool speech = false;
};

class SpeechGate {
 public:
  using Pass = std::function<void(const AudioPiece&)>;
  SpeechGate(Duration before, Duration after) : before_(before), after_(after) {}

  /// Gives `pass` what is to be sent now, in order, nothing twice.
  void write(const AudioPiece& piece, const Pass& pass);
  /// Stay open in silence, too, until release() (a recogniser that decides on the turn's end hears the pause).
  void hold() { held_ = true; }
  void release() { held_ = false; }
  bool open() const { return open_; }

 private:
  Duration before_;
  Duration after_;
  boost::circular_buffer<AudioPiece> waiting_{32};
  MediaTime speech_end_{};
  bool open_ = false;
  bool held_ = false;
};

}  // namespace codevoice::speech
