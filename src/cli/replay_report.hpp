// What `codevoice replay` prints: each judgement of a pause with its parts, as a table for people or JSON, one object a line.
// Units:  seconds and milliseconds of the recording; logits of "the turn is over". Thread: pure, a ReplayText one at a time.
#pragma once

#include <string>

#include "cli/replay.hpp"

namespace codevoice::cli {

struct ReplayHeading {
  std::string file;
  std::string format;  // "48000 Hz, channel 1 of 2"
  std::string asked;   // "question X (definition)", "topic Y", "no question"
  Duration patience{};
  float sensitivity = 0.5F;
  std::string strategy;
};

/// Lines for people: a heading for each turn and pause, a row for each judgement.
class ReplayText {
 public:
  static std::string begin(const ReplayHeading& heading);
  std::string add(const ReplayEvent& event);
  static std::string end(const ReplaySummary& summary);

 private:
  std::string judged(const ReplayJudgement& judgement);
  std::string heading(const voice::TurnPause& pause);
  std::optional<std::uint64_t> turn_;
  std::optional<MediaTime> pause_;
  std::optional<MediaTime> ended_;  // the newest turn
  std::string text_;
};

std::string replay_begin_json(const ReplayHeading& heading);
std::string replay_event_json(const ReplayEvent& event);
std::string replay_end_json(const ReplaySummary& summary);

}  // namespace codevoice::cli
