// untested: counts, through context_budget_test.cpp
#include "llm/chat_model.hpp"

namespace codevoice::llm {
namespace {

constexpr std::size_t kBytesPerToken = 4;
constexpr std::size_t kPerMessage = 4;

}  // namespace

std::size_t estimated_tokens(const std::string& text) noexcept { return (text.size() + kBytesPerToken - 1) / kBytesPerToken; }

std::size_t estimated_tokens(const std::vector<ChatMessage>& messages) noexcept {
  std::size_t sum = 0;
  for (const auto& message : messages) sum += kPerMessage + estimated_tokens(message.content);
  return sum;
}

}  // namespace codevoice::llm
