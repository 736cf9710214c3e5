// Which key point to ask about next: the heaviest that is open, each once.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "interview/progress.hpp"
#include "interview/question.hpp"

namespace codevoice::interview {

/// Points neither covered nor closed, the heaviest first, then in the question's order.
std::vector<std::size_t> open_points(const Question& question, const QuestionProgress& at);

/// The point to probe; none when `allowed` follow-ups are used up or nothing is open (R27).
std::optional<std::size_t> next_follow_up(const Question& question, const QuestionProgress& at, int allowed);

}  // namespace codevoice::interview
