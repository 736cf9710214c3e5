// How long this speaker pauses in the middle of an answer: some breathe, some think aloud.
// Units: media time. Thread: a value, the session's strand.
#pragma once

#include "base/clock.hpp"

namespace codevoice::voice {

class OwnPauses {
 public:
  /// They went on after so much silence. Gaps between words, and silences so long that they were thinking, say nothing of the habit.
  void went_on_after(Duration silence) {
    if (silence < std::chrono::milliseconds{300} || silence > std::chrono::milliseconds{2000}) return;
    if (typical_ == Duration{}) typical_ = silence;
    typical_ = silence > typical_ ? (typical_ + silence) / 2 : (typical_ * 9 + silence) / 10;  // the longer ones are those to wait for
  }
  /// An answer is over: what was learnt long ago counts less.
  void answer_over() { typical_ = typical_ * 7 / 10; }
  Duration typical() const { return typical_; }

 private:
  Duration typical_{};
};

}  // namespace codevoice::voice
