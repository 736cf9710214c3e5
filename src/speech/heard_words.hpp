// The words of a turn as a streaming recogniser tells them: finals that stay, and a guess at what follows them.
// Units: media time. Thread: the session's executor; pure.
#pragma once

#include <string>
#include <vector>

#include "speech/stt_engine.hpp"

namespace codevoice::speech {

struct TimedWord {
  std::string text;
  MediaTime begin{};
  MediaTime end{};
  float confidence = 1.0F;
};

class HeardWords {
 public:
  void add_final(std::vector<TimedWord> words);
  /// Replaces the guess before it.
  void set_guess(std::vector<TimedWord> words) { guess_ = std::move(words); }
  bool guessing() const { return !guess_.empty(); }
  /// All of it, finals and guess.
  Transcription all() const;
  /// The finals alone.
  Transcription finals() const;
  /// The words whose middle is before `upto`; they are forgotten, and so is that part of the guess.
  Transcription take(MediaTime upto);

 private:
  std::vector<TimedWord> finals_;
  std::vector<TimedWord> guess_;
};

}  // namespace codevoice::speech
