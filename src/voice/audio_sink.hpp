// The port by which the interviewer's voice leaves: one call per 20 ms tick.
// Units:  Opus packets of 20 ms (48 kHz mono); an empty one sends nothing but moves the timeline on (DTX).
// Ownership: outlives the pipeline. Thread: the session's strand.
#pragma once

#include "base/bytes.hpp"
#include "base/clock.hpp"

namespace codevoice::voice {

class AudioSink {
 public:
  virtual ~AudioSink() = default;
  virtual void send(ByteView opus_packet) = 0;
  /// To the farthest listener; zero while unknown.
  virtual Duration round_trip() const = 0;
};

}  // namespace codevoice::voice
