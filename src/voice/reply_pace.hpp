// Whether the audio of a reply comes as fast as it plays, as far as can be told where it comes in.
// Units: durations and times of the session's clock. Thread: the session's strand; pure.
#pragma once

#include "base/clock.hpp"

namespace codevoice::voice {

class ReplyPace {
 public:
  struct Chunk {
    TimePoint asked{};  // when it was begun to be waited for
    TimePoint came{};
    Duration length{};
    bool goes_on = false;  // with a sentence that has begun: what comes between sentences is nobody's stutter
  };
  /// How often a sentence fell behind its playing so far. A chunk that was there at once is not late: the playing was held up.
  int take(const Chunk& chunk);

 private:
  TimePoint plays_until_{};
  int behind_ = 0;
};

}  // namespace codevoice::voice
