// Judges speech that comes while the interviewer speaks, or has its reply ready: an interruption, or only a listener's noise?
// Units: media time. Thread: the session's strand; pure.
#pragma once

#include <cstdint>
#include <string>

#include "base/clock.hpp"

namespace codevoice::voice {

/// What the candidate speaks over. The settings differ (R3).
enum class OverlapPhase : std::uint8_t { BotSpeaking, ReplyPending };

struct OverlapView {
  OverlapPhase phase = OverlapPhase::BotSpeaking;
  Duration speech{};      // its length so far
  bool ended = false;     // the candidate is quiet again
  Duration since_end{};   // for so long
  std::string text;       // what was recognised of it so far
  bool settled = false;   // that is all of it
  bool listened = false;  // it was heard as a listener's, and then as something else
  bool hums = false;      // with closed lips, all the time
};

enum class OverlapVerdict : std::uint8_t {
  Wait,    // cannot tell yet
  GoOn,    // a listener's noise: the interviewer goes on
  Cancel,  // the candidate takes the floor
};

class BargeInPolicy {
 public:
  virtual ~BargeInPolicy() = default;
  virtual OverlapVerdict judge(const OverlapView& overlap) const = 0;
};

}  // namespace codevoice::voice
