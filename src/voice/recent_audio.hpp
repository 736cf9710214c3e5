// The candidate's last eight seconds: what the turn model looks at, and what a reopened recogniser is told again.
// Units:     16 kHz mono int16, 20 ms frames, media time. Ownership: one per session, written by stt_stage only.
// Thread:    the session's strand.
#pragma once

#include <array>
#include <boost/circular_buffer.hpp>
#include <cstdint>
#include <span>
#include <vector>

#include "base/clock.hpp"

namespace codevoice::voice {

class RecentAudio {
 public:
  struct Frame {
    std::array<std::int16_t, 320> pcm{};
    MediaTime at{};
    bool speech = false;
  };

  void push(std::span<const std::int16_t> pcm, MediaTime at, bool speech);
  const boost::circular_buffer<Frame>& frames() const { return frames_; }
  /// The newest samples up to `length`, oldest first.
  std::vector<std::int16_t> last(Duration length) const;

 private:
  static constexpr std::size_t kFrames = 410;
  boost::circular_buffer<Frame> frames_{kFrames};
};

}  // namespace codevoice::voice
