// What the paid services ask, for the estimate of an interview's cost. Estimates: list prices change, and discounts are not known here.
// Units: US dollars. Thread: a value. Errors: Invalid, naming what may be set.
#pragma once

#include <string_view>

#include "base/result.hpp"

namespace codevoice::session {

struct PriceTable {
  double stt_minute = 0.0077;              // Deepgram nova-3, streaming
  double tts_thousand_characters = 0.015;  // Deepgram Aura
  double llm_million_prompt = 0.15;        // gpt-oss-120b as hosts commonly sell it
  double llm_million_completion = 0.60;

  /// "stt_minute=0.0077,llm_million_prompt=0.15": what is left out keeps its default. "free": nothing costs anything.
  static Result<PriceTable> parse(std::string_view text);
};

/// What of an interview is paid for.
struct Usage {
  double stt_seconds = 0.0;
  double tts_characters = 0.0;
  double prompt_tokens = 0.0;
  double completion_tokens = 0.0;
};
double estimated_usd(const PriceTable& prices, const Usage& usage);

}  // namespace codevoice::session
