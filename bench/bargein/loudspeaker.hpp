// The interviewer's voice out of a loudspeaker, through a room, back into the candidate's microphone, as a browser without echo
// cancellation would send it.
// Units: 16 kHz mono, 20 ms. Thread: any. Errors: thrown, a bench ends with them.
#pragma once

#include <memory>
#include <vector>

#include "audio/opus_decoder.hpp"
#include "audio/opus_encoder.hpp"
#include "audio/pcm.hpp"
#include "base/bytes.hpp"

namespace codevoice::bench {

struct EchoPath {
  double gain_db = -20.0;
  Duration delay{};        // from the server's sending to its receiving
  Duration ring{};         // of the room, to -60 dB; none: only the delay
  double direct_db = 6.0;  // the direct sound above all reflections together
};

class Loudspeaker {
 public:
  explicit Loudspeaker(const EchoPath& path);

  /// What the interviewer sends next; empty: silence.
  void play(ByteView opus_packet);
  /// What the microphone picks up in the 20 ms after the last packet: `own` (nothing, or 20 ms) and the echo.
  audio::Pcm capture(audio::PcmView own);

 private:
  struct Reflection {
    std::size_t delay = 0;
    double gain = 0.0;
  };
  std::vector<Reflection> reflections_;
  double gain_;
  audio::OpusDecoder far_decoder_, near_decoder_;
  audio::OpusEncoder near_encoder_;
  audio::Pcm played_;
  double low_ = 0.0;  // what a small loudspeaker does not play
};

}  // namespace codevoice::bench
