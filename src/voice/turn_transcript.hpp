// The words of the open turn, filed by the time they were spoken, not by when they arrived (R13, R16).
// Units: media time. Thread: the session's strand.
#pragma once

#include <string>
#include <vector>

#include "pipeline/frame.hpp"

namespace codevoice::voice {

class TurnTranscript {
 public:
  /// A new turn; what was spoken before `begin` is no part of it.
  void open(MediaTime begin);
  /// The same turn goes on although it was thought to be over: its words stay.
  void reopen() { interim_.reset(); }
  /// False when the words were spoken before this turn: they belong to an earlier one.
  bool add(const pipeline::TranscriptionFrame& words);
  /// Finals in the order they were spoken, then the newest interim after them.
  std::string text() const;
  /// The same as the recogniser heard it, before jargon was mended.
  std::string raw_text() const;
  /// Of the finals, weighted by their length; 1 without words.
  float confidence() const;
  MediaTime begin() const { return begin_; }
  /// Up to where its words go; begin() without words.
  MediaTime end() const;

 private:
  MediaTime begin_{};
  std::vector<pipeline::TranscriptionFrame> finals_;  // by begin
  std::optional<pipeline::TranscriptionFrame> interim_;
};

}  // namespace codevoice::voice
