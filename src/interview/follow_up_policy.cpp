#include "interview/follow_up_policy.hpp"

#include <algorithm>

namespace codevoice::interview {

std::vector<std::size_t> open_points(const Question& question, const QuestionProgress& at) {
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < question.expected_key_points.size(); ++i) {
    if (!at.covered[i] && !at.closed[i]) open.push_back(i);
  }
  std::ranges::stable_sort(
      open, [&](std::size_t a, std::size_t b) { return question.expected_key_points[a].weight > question.expected_key_points[b].weight; });
  return open;
}

std::optional<std::size_t> next_follow_up(const Question& question, const QuestionProgress& at, int allowed) {
  if (at.follow_ups >= allowed) return std::nullopt;
  for (const auto point : open_points(question, at)) {
    if (!question.expected_key_points[point].follow_up.empty()) return point;
  }
  return std::nullopt;
}

}  // namespace codevoice::interview
