// How the API reaches the interviews that run: whoever hosts them implements it.
// Thread: called from the API's workers; may block for a moment.
#pragma once

#include <string>

#include "base/result.hpp"

namespace codevoice::http {

class InterviewControl {
 public:
  virtual ~InterviewControl() = default;
  /// Ends the interview of this room soon, for `reason`. NotFound: it does not run in this process.
  virtual Result<void> stop(const std::string& room, const std::string& reason) = 0;
};

}  // namespace codevoice::http
