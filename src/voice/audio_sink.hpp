// The port by which the interviewer's voice leaves: one call per 20 ms tick.
// Units:  Opus packets of 20 ms (48 kHz mono) and how loud they are (0 to 127 -dBov); an empty one sends nothing but moves the timeline
//         on (DTX).
// Ownership: outlives the pipeline. Thread: the session's strand.
#pragma once

#include "base/bytes.hpp"
#include "base/clock.hpp"

namespace codevoice::voice {

class AudioSink {
 public:
  virtual ~AudioSink() = default;
  virtual void send(ByteView opus_packet, std::uint8_t level) = 0;
  /// To the farthest listener; zero while unknown.
  virtual Duration round_trip() const = 0;
  /// Share of our packets that get lost on the way there, 0 to 1; 0 while unknown.
  virtual double loss() const = 0;
};

}  // namespace codevoice::voice
