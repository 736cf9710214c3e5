// Keeps a conversation within a token budget: the whole of it as long as it fits; then the oldest exchanges become a summary of what was
// asked and how it was answered, and the newest stay word for word.
// Units: estimated tokens. Thread: pure.
#pragma once

#include <vector>

#include "llm/chat_model.hpp"

namespace codevoice::llm {

/// The first message stays (the system prompt), and those after the last one of a candidate's turns.
std::vector<ChatMessage> within_budget(std::vector<ChatMessage> messages, std::size_t most_tokens);

}  // namespace codevoice::llm
