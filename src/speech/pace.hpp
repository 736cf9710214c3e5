// How long a voice rests after what it said: as long as the border asks for, a little more or less each time, so that sentences one
// after another do not sound like a list that is read out.
// Units: milliseconds of silence put in by us; a clause's own edges add some 80 ms (clause_voice). Thread: pure. Errors: none.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "speech/clause_splitter.hpp"

namespace codevoice::speech {

struct RestRange {
  std::chrono::milliseconds least{};
  std::chrono::milliseconds most{};
};

constexpr std::chrono::milliseconds kClauseEdges{80};

/// With the edges: 120-200 ms after a comma, 200-300 after a colon, 250-450 after a sentence, nothing inside a phrase.
RestRange rest_range(Border border);
/// One of the range; the same for the same words every time.
std::chrono::milliseconds rest_after(Border border, std::string_view words);
/// The same for what is known by number: neighbours differ.
std::chrono::milliseconds rest_of(const RestRange& range, std::uint64_t number);

}  // namespace codevoice::speech
