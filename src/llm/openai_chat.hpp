// A ChatModel over an OpenAI-compatible API (POST BASE/chat/completions, server-sent events): Krutrim, OpenAI, Ollama, vLLM, llama.cpp.
// Source:    OpenAI API reference, "Create chat completion" with stream=true; usage by stream_options.include_usage.
// Ownership: the breaker outlives the model. Thread: one executor. Errors: as ChatModel says; the key is never in them.
#pragma once

#include <chrono>
#include <memory>

#include "base/circuit_breaker.hpp"
#include "base/metrics.hpp"
#include "llm/chat_model.hpp"
#include "net/http_client.hpp"

namespace codevoice::llm {

struct OpenAiConfig {
  std::string base_url;  // "https://cloud.olakrutrim.com/v1"
  std::string model;
  std::string api_key;                                // empty: none is sent (a local server)
  std::chrono::milliseconds first_token_limit{3000};  // from the request to the first token, reasoning included, tries together
  std::chrono::milliseconds token_limit{2000};        // between tokens
  std::chrono::milliseconds total_limit{15'000};
  std::chrono::milliseconds retry_pause{150};  // one more try after 429, 5xx or a refused connection
};

class OpenAiChat final : public ChatModel {
 public:
  OpenAiChat(OpenAiConfig config, CircuitBreaker& breaker);
  std::string name() const override { return config_.model; }
  Awaitable<Result<std::unique_ptr<ChatStream>>> ask(ChatRequest request) override;
  Awaitable<void> warm_up() override;

 private:
  Awaitable<Result<std::unique_ptr<net::HttpAnswer>>> open(const std::string& body, TimePoint until);
  Awaitable<Error> error_of(net::HttpAnswer& answer);
  Error told(Error error, metrics::Fault fault);

  OpenAiConfig config_;
  CircuitBreaker& breaker_;
  net::HttpClient http_;
};

}  // namespace codevoice::llm
