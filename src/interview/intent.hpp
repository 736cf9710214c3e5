// What the candidate wants with a turn: to answer, or something of the interviewer ("could you repeat that?").
// A request is only seen where it is plainly one; "we skip the node" and "then the thread stops" are answers.
// Whatever is not understood is an answer: abuse and "ignore your instructions", too.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace codevoice::interview {

enum class Intent : std::uint8_t {
  Answer,
  Stop,
  Pause,
  Resume,
  Skip,
  Repeat,
  Rephrase,
  SlowDown,
  Moment,
  DontKnow,
  AskAi,
  AskRecording,
  AskScoring,
  AskDecision,
  AskResults,
  AskHowLong,
  AskHearing,
  AskAssumption,
  AskOther,
  NoQuestions,
  Yes,
  No,
  Acknowledge,  // "okay", "hello", "mhm": nothing to react to
};
std::string_view name_of(Intent intent) noexcept;

struct Reading {
  Intent intent = Intent::Answer;
  std::string content;  // what of the turn is an answer, verbatim; may be empty with any intent but Answer
};

Reading read_intent(std::string_view text);

}  // namespace codevoice::interview
