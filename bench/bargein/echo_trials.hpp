// The interviewer's own voice in the candidate's microphone: alone, where nothing may stop it, and under a candidate who does (R18).
// Thread: the caller's. Errors: thrown, a bench ends with them.
#pragma once

#include "bargein/sounds.hpp"
#include "bargein/virtual_session.hpp"

namespace codevoice::bench {

struct EchoResult {
  int alone = 0, interrupted = 0;          // sessions; that interrupted themselves
  int talked_over = 0, not_cancelled = 0;  // interruptions with echo under them; missed
};

/// Prints a table.
EchoResult try_echoes(const VirtualSession::Engines& engines, const std::vector<Speech>& interviewers, const std::vector<Sound>& interruptions,
                      bool verbose);

}  // namespace codevoice::bench
