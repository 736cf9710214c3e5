// Everything the built-in interviewer says besides the questions: a list of wordings per occasion.
// No sentence stands in two places, so that an interview never says one twice (a test checks the lists).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace codevoice::interview {

enum class Occasion : std::uint8_t {
  Hello,
  Disclosure,
  TakeYourTime,
  Begin,  // the greeting
  Thanks,
  Missing,
  Narrower,
  BackToQuestion,  // after an answer
  DontKnowFine,
  SkipFine,
  Next,
  Last,
  OneMoreInTime,
  TimeShort,
  RepeatLead,
  RephraseLead,
  ContextLead,
  SlowLead,
  SayAgainLead,
  GoOnLead,
  WelcomeBack,
  MomentFine,
  PauseFine,
  PauseStill,
  PauseOver,
  StopConfirm,
  StopUnclear,
  SilenceTake,
  SilenceOffer,
  SilenceGoOn,
  NotHeard,
  NotHeardGoOn,
  AboutAi,
  Recorded,
  NotRecorded,
  Scoring,
  Decision,
  Results,
  HowLong,
  Hearing,
  YourCall,
  PleaseGoOn,
  YourQuestions,
  AnythingElse,
  CannotTell,
  CloseCompleted,
  CloseTime,
  CloseCandidate,
  CloseNoAnswer,
  Count_,
};

std::span<const std::string_view> phrases(Occasion occasion) noexcept;
/// Begins a praise: "That's right" + ", " + the point's praise + ".".
std::span<const std::string_view> praise_leads() noexcept;

}  // namespace codevoice::interview
