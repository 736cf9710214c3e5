// A language model that continues a conversation, its answer streamed piece by piece.
// Units:     UTF-8 text; tokens as the provider counts them, else estimated (estimated_tokens()).
// Ownership: the model outlives its streams; a stream that is dropped stops the answer. Thread: one executor.
// Errors:    Denied (key, credit: asking again does not help), NotFound (no such model), Unavailable (down, busy, cut off), Timeout (connect,
//            first token, between tokens, in all), Protocol (malformed).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/asio.hpp"
#include "base/result.hpp"

namespace codevoice::llm {

struct ChatMessage {
  std::string role;  // system | user | assistant
  std::string content;
};

struct ChatRequest {
  std::vector<ChatMessage> messages;
  int max_tokens = 1024;  // of the answer, reasoning included
  double temperature = 0.4;
};

struct ChatUsage {
  std::uint64_t prompt_tokens = 0;
  std::uint64_t completion_tokens = 0;
  bool estimated = true;  // the provider did not say
};

class ChatStream {
 public:
  virtual ~ChatStream() = default;
  /// The next piece of what is meant for the listener (no reasoning); nothing at its end. After an error nothing more is to be had.
  virtual Awaitable<Result<std::optional<std::string>>> next() = 0;
  /// So far, and final at the end.
  virtual ChatUsage usage() const = 0;
};

class ChatModel {
 public:
  virtual ~ChatModel() = default;
  virtual std::string name() const = 0;
  /// Returns when the provider has accepted the request.
  virtual Awaitable<Result<std::unique_ptr<ChatStream>>> ask(ChatRequest request) = 0;
  /// Makes the next ask() quicker: a connection ahead. Errors are ask()'s to tell.
  virtual Awaitable<void> warm_up() = 0;
};

/// Where the provider does not say: about four bytes a token of English, and some for each message's frame.
std::size_t estimated_tokens(const std::string& text) noexcept;
std::size_t estimated_tokens(const std::vector<ChatMessage>& messages) noexcept;

}  // namespace codevoice::llm
