// Sees how the ends of turns are judged, without a say in it: for tools that explain why a turn ended.
// Units:     media time. Ownership: outlives the pipeline; what it is shown is valid for the call.
// Thread:    the session's strand; returns within 1 ms.
#pragma once

#include <string>

#include "voice/turn_stop_strategy.hpp"

namespace codevoice::voice {

/// A pause of a turn.
struct TurnPause {
  std::uint64_t turn_id = 0;
  MediaTime turn_begin{};
  MediaTime speech_end{};  // where the pause begins
};

class TurnWatcher {
 public:
  virtual ~TurnWatcher() = default;
  /// With every answer of the turn model, and when the turn ends. `text`: the turn's words as far as they are known.
  virtual void on_judged(const TurnPause& pause, const PauseView& view, const StopDecision& decision, const std::string& text) = 0;
  /// The candidate went on, at `at`: the turn was not over.
  virtual void on_gone_on(const TurnPause& pause, MediaTime at) = 0;
};

}  // namespace codevoice::voice
