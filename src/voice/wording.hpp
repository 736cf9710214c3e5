// What a language model is asked to word, and what of its words may be spoken. Code decides where the interview stands and what is
// asked (R27); the model gives the words in between. It may not praise what is not known to be right, give a missing point away, tell
// a score, or ask anything itself.
// Thread: pure. Source: the rules of the interviewer's prompt (prompts/interviewer.md) say the same to the model; this holds it to them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "interview/interviewer.hpp"
#include "pipeline/frame.hpp"

namespace codevoice::voice {

/// The system message after the conversation so far: what to word now.
std::string instruction_for(const interview::Brief& brief);
/// Ids of the key points by their numbers in the instruction; unknown numbers are left out.
std::vector<std::string> points_of(const interview::Brief& brief, const std::vector<std::size_t>& numbers);

class WordingGuard {
 public:
  /// Both outlive the guard; `interviewer` is the machine after the answer.
  WordingGuard(const interview::Brief& brief, const interview::Interviewer& interviewer) : brief_(brief), interviewer_(interviewer) {}

  /// Why the sentence may not be spoken; nothing: it may.
  std::optional<std::string_view> refuses(std::string_view sentence) const;
  std::size_t most_sentences() const { return brief_.about == interview::Brief::About::Greeting ? 1 : 2; }

 private:
  const interview::Brief& brief_;
  const interview::Interviewer& interviewer_;
};

bool praises(std::string_view sentence);
bool tells_score(std::string_view sentence);

}  // namespace codevoice::voice
