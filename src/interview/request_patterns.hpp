// The ways to ask the interviewer for something, as patterns. Data only.
#pragma once

#include <cstdint>
#include <vector>

#include "interview/intent.hpp"
#include "interview/speech_pattern.hpp"

namespace codevoice::interview {

/// How sure a pattern is, by where it may stand.
enum class Reach : std::uint8_t {
  Whole,     // the turn holds nothing but requests ("skip", "again")
  Sentence,  // a sentence of its own, an answer may stand around it ("I don't know")
  Anywhere,  // unmistakable also inside running speech ("could you repeat the question")
};

struct RequestPattern {
  Intent intent;
  Reach reach;
  SpeechPattern pattern;
};

/// Ordered by how much a request weighs when a turn holds several: stop before skip before repeat.
const std::vector<RequestPattern>& request_patterns();

}  // namespace codevoice::interview
