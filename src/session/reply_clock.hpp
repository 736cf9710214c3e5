// Times the steps of each reply from the candidate's last word, on the candidate's own audio (R24): what was said last, when the turn was
// decided, the first token, the first speech made, the first sample sent that can be heard, the first of what depends on the answer.
// An anchor is never stale: it belongs to one turn, a turn that goes on moves it, and what is said for anything else is not timed.
// Nothing is clamped: a reply before the last word is negative. Only replies that sounded count.
// Units:  media time. Thread: the session's strand. Errors: none.
#pragma once

#include <array>
#include <functional>
#include <optional>

#include "base/metrics.hpp"
#include "pipeline/frame.hpp"
#include "session/last_word.hpp"

namespace codevoice::session {

class ReplyClock {
 public:
  /// A reply took this step so long after the last word.
  std::function<void(metrics::ReplyStage, Duration)> on_step;

  void take(std::string_view from, const pipeline::Frame& frame);
  /// 20 ms of the candidate that begin at `at`.
  void heard(const pipeline::AudioRawFrame& audio, MediaTime at) { last_word_.heard(audio.pcm, audio.rate_hz, at); }
  /// 20 ms of our voice leave now; `level` in -dBov.
  void sent(MediaTime now, std::uint8_t level);

 private:
  struct Anchor {
    std::uint64_t turn = 0;
    MediaTime last_word{};
    MediaTime decided{};
    std::optional<MediaTime> token;
    std::optional<MediaTime> audio;
    bool begun = false;      // the output plays it
    bool sounded = false;    // a sample that can be heard was sent
    bool answering = false;  // the output plays the sentence that depends on the answer
    bool answered = false;
  };
  bool is_for(std::uint64_t turn) const { return anchor_ && anchor_->turn == turn; }
  void step(metrics::ReplyStage stage, MediaTime at) const;
  void first_sample(MediaTime now);

  LastWord last_word_;
  std::optional<Anchor> anchor_;
  std::uint64_t epoch_ = 0;  // of the newest interruption
};

}  // namespace codevoice::session
