// Where an interview stands: all that changes while it runs, and nothing that the configuration already says.
// Plain data; progress_json.hpp turns it into text and back. The stages (stage_*.cpp) read and write it.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "interview/interviewer.hpp"
#include "interview/phrasebook.hpp"

namespace codevoice::interview {

/// A thing said, or one owed because it must be heard and was cut off (R15).
struct SaidSay {
  Say say;
  int cuts = 0;               // how often it was cut off so far
  bool mostly_heard = false;  // of an owed one: so much was heard that it can be answered
};

/// What is known of the question at hand.
struct QuestionProgress {
  std::vector<bool> covered;          // per key point
  std::vector<bool> closed;           // probed and not to be asked again (R27)
  std::optional<std::size_t> probed;  // the point of the follow-up at hand
  int follow_ups = 0;
  int repeats_for_sound = 0;  // how often nothing intelligible was heard (R26)
  bool rephrased = false;
  bool answered = false;  // something was said to it
};

struct Progress {
  Stage stage = Stage::Greeting;
  std::size_t question = 0;
  QuestionProgress at;
  int silence_steps = 0;
  int silent_questions = 0;  // in a row
  bool stop_asked = false;   // waiting for yes or no
  int stop_unclear = 0;
  bool cut_for_time = false;  // questions were left out
  bool last_announced = false;
  int own_questions = 0;  // that the candidate asked at the end
  bool paused = false;
  Elapsed paused_since{};
  Elapsed paused_total{};
  Elapsed now{};  // the caller's clock
  Elapsed closing_since{};
  std::chrono::milliseconds wait{30'000};
  std::chrono::milliseconds patience{2'500};
  std::string end_reason;
  std::vector<SaidSay> said;  // of the last act that said something
  bool hearing_open = false;  // … and it is not known yet what of it was heard
  std::vector<SaidSay> owed;  // to be said again
  PhraseCounts phrases;
  std::vector<TurnRecord> turns;

  /// The interview's own time: breaks do not count.
  Elapsed spent() const { return now - paused_total - (paused ? now - paused_since : Elapsed{}); }
};

}  // namespace codevoice::interview
