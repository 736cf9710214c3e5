// What was really said and heard, in the order it was spoken: the context of the language model and the transcript.
// The interviewer's lines come from the ledger of played samples only (R14); cut ones are marked (R30).
// Units: media time. Ownership: one per session, shared by the two aggregators. Thread: the session's strand.
#pragma once

#include <string>
#include <vector>

#include "pipeline/frame.hpp"

namespace codevoice::voice {

enum class Speaker : std::uint8_t { Candidate, Interviewer, System };

struct Line {
  Speaker speaker = Speaker::Candidate;
  std::string text;
  MediaTime begin{};
  std::uint64_t turn_id = 0;
  bool interrupted = false;
};

class Conversation {
 public:
  explicit Conversation(std::string system_prompt = {}) : system_prompt_(std::move(system_prompt)) {}

  /// One line a turn: saying it again replaces it.
  void candidate_said(std::uint64_t turn_id, MediaTime begin, std::string text);
  /// Words that arrived late (R13). False when the turn is not known.
  bool candidate_also_said(std::uint64_t turn_id, const std::string& text);
  /// The turn went on: its line comes again, whole.
  void forget_candidate(std::uint64_t turn_id);
  /// A word to the language model at this point of the conversation.
  void instruct(MediaTime at, std::string text);
  void interviewer_heard(const pipeline::HeardFrame& heard);

  /// Said before this process took the interview up; its turn has no id here.
  void recall(Line line);

  const std::vector<Line>& lines() const { return lines_; }
  std::vector<pipeline::LLMMessage> messages() const;

 private:
  void insert(Line line);
  std::vector<Line>::iterator find_candidate(std::uint64_t turn_id);

  std::string system_prompt_;
  std::vector<Line> lines_;  // by begin
};

}  // namespace codevoice::voice
