// One event of an OpenAI-compatible chat completion stream, and the body of a request for one.
// Source: OpenAI API reference, "The chat completion chunk object" and "Create chat completion". Field names of reasoning text differ by
//         server (reasoning, reasoning_content): none of it is kept.
// Thread: pure. Errors: Protocol for JSON that is none of it; Unavailable or Denied for an error object in the stream.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "llm/chat_model.hpp"

namespace codevoice::llm {

struct ChatChunk {
  std::string content;
  bool reasons = false;  // it carries reasoning: the model is alive, there is nothing to say yet
  std::string finish_reason;
  std::optional<ChatUsage> usage;
  bool done = false;  // "[DONE]"
};

Result<ChatChunk> read_chat_chunk(std::string_view event);
std::string write_chat_request(const ChatRequest& request, const std::string& model);
/// The words of an error body, one line, at most 200 bytes; empty when there are none to be found.
std::string error_text(std::string_view body);

}  // namespace codevoice::llm
