// When the candidate's last word ended, by loudness: the VAD's end of speech is up to a tenth of a second off, too much for a delay
// that people hear. Keeps the loudness of the last two seconds; the last 10 ms near the VAD's end within 35 dB of the loudest is it.
// Units:  media time, mono int16. Thread: the session's strand; heard() costs a fraction of a microsecond. Errors: none.
#pragma once

#include <array>
#include <span>

#include "base/clock.hpp"

namespace codevoice::session {

class LastWord {
 public:
  /// 20 ms of the candidate that begin at `at`.
  void heard(std::span<const std::int16_t> pcm, std::uint32_t rate_hz, MediaTime at);
  /// The end of the last word, near where the VAD says speech ended; that, when nothing near it was loud.
  MediaTime end_near(MediaTime vad_end) const;

 private:
  struct Window {
    MediaTime end{};
    double energy = 0.0;  // mean square, full scale 1
  };
  std::array<Window, 200> windows_{};
  std::size_t next_ = 0;
};

}  // namespace codevoice::session
