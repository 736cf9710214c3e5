// Interviews whose process was killed: they wait a while for their candidate, who goes on with whichever process interviews in the room
// next (R21), and end with a reason when nobody comes (R28). Those of a living process are left alone (R20).
// Units:  times are microseconds since 1970; the window counts from the last sign of life on record.
// Thread: that of the Database, which outlives it as the holder does. Errors: as the repository says.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "base/clock.hpp"
#include "store/holder.hpp"
#include "store/interview_repository.hpp"

namespace codevoice::session {

inline constexpr std::string_view kNobodyCameBack = "the process was stopped and the candidate did not come back";

/// What a look found.
struct LeftLook {
  int ended = 0;
  int waiting = 0;  // for their candidate
};

/// Until the next look. Soon while one waits. Else seldom where each look is a way to a server that all processes ask, and not all at the
/// same moment. `dice`: 0 to 1.
Duration next_look(const LeftLook& look, store::Engine engine, double dice);

class LeftInterviews {
 public:
  LeftInterviews(store::Database& database, const store::Holder& us, std::chrono::seconds window)
      : interviews_(database), us_(us), window_us_(std::chrono::microseconds(window).count()) {}

  /// The interview that this candidate left in this room, ours from now on, with all that is on record of it; nothing when there is none.
  Result<std::optional<store::SessionDetail>> take_up(std::string_view room, std::string_view identity, std::int64_t now);
  /// Ends those whose candidate did not come back in time.
  Result<LeftLook> end_late(std::int64_t now);

 private:
  store::InterviewRepository interviews_;
  const store::Holder& us_;
  std::int64_t window_us_;
};

}  // namespace codevoice::session
