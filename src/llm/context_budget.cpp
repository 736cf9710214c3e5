#include "llm/context_budget.hpp"

#include <algorithm>
#include <utility>

#include "base/utf8.hpp"

namespace codevoice::llm {
namespace {

constexpr std::size_t kMostOfALine = 160;  // bytes of an old answer in the summary
constexpr std::size_t kLeastOfALine = 24;
constexpr std::string_view kIntroduction = "Earlier in this interview, shortened:";

std::string shortened(const std::string& text, std::size_t most) {
  if (text.size() <= most) return text;
  const auto cut = std::string_view(utf8_prefix(text, most));
  const auto space = cut.rfind(' ');
  return std::string(cut.substr(0, space == std::string_view::npos ? cut.size() : space)) + " ...";
}

std::string summary_of(const std::vector<ChatMessage>& old, std::size_t most_of_a_line) {
  std::string summary(kIntroduction);
  for (const auto& message : old) {
    if (message.role == "system") continue;
    summary += message.role == "user" ? "\nCandidate: " : "\nInterviewer: ";
    summary += shortened(message.content, most_of_a_line);
  }
  return summary;
}

/// The messages of `all` with the first `count` after the system prompt summed up.
std::vector<ChatMessage> summed_up(const std::vector<ChatMessage>& all, std::size_t head, std::size_t count, std::size_t most_of_a_line) {
  const auto first = all.begin() + static_cast<std::ptrdiff_t>(head);
  const auto rest = first + static_cast<std::ptrdiff_t>(count);
  std::vector<ChatMessage> kept(all.begin(), first);
  kept.push_back({"system", summary_of({first, rest}, most_of_a_line)});
  kept.insert(kept.end(), rest, all.end());
  return kept;
}

}  // namespace

std::vector<ChatMessage> within_budget(std::vector<ChatMessage> messages, std::size_t most_tokens) {
  if (estimated_tokens(messages) <= most_tokens || messages.size() < 3) return messages;
  const std::size_t head = messages.front().role == "system" ? 1 : 0;
  const auto newest = std::find_if(messages.rbegin(), messages.rend(), [](const ChatMessage& message) { return message.role == "user"; });
  const auto kept = static_cast<std::size_t>(newest - messages.rbegin()) + (newest == messages.rend() ? 0U : 1U);
  const auto most = messages.size() - head - std::min(messages.size() - head, kept);
  for (std::size_t count = 1; count <= most; ++count) {
    auto shorter = summed_up(messages, head, count, kMostOfALine);
    if (estimated_tokens(shorter) <= most_tokens) return shorter;
  }
  for (std::size_t line = kMostOfALine / 2; most > 0 && line >= kLeastOfALine; line /= 2) {
    auto shorter = summed_up(messages, head, most, line);
    if (estimated_tokens(shorter) <= most_tokens) return shorter;
  }
  // what is left is the newest answer alone: better without a past than not at all
  messages.erase(messages.begin() + static_cast<std::ptrdiff_t>(head), messages.begin() + static_cast<std::ptrdiff_t>(head + most));
  return messages;
}

}  // namespace codevoice::llm
