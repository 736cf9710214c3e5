// An OpenAI-compatible chat completion service as documented, without a model: POST .../chat/completions (streamed or whole) and
// GET .../models. What it says comes from a script.
// Faults:    service "llm"; messages are SSE events.
// Ownership: clock and faults outlive it. Thread: the server's executor.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "emulators/emulator_server.hpp"

namespace codevoice::emulators {

struct LlmMessage {
  std::string role;
  std::string content;
};
/// What a client asked.
struct LlmRequest {
  std::string model;
  bool streamed = false;
  std::vector<LlmMessage> messages;
  std::string authorization;
};

struct LlmConfig {
  std::string key;    // the one accepted; empty: any, or none
  std::string model;  // the one there is; empty: any
  std::chrono::milliseconds first_token{100};
  std::chrono::milliseconds token{5};
  std::string reasoning;                                 // words thought before the answer, in the field `reasoning`
  std::function<std::string(const LlmRequest&)> answer;  // empty: interviewer_small_talk()
};

struct LlmStats {
  std::uint64_t requests = 0, tokens = 0, aborted = 0;
};

/// Forty words that thank, ask for more and end in a question, whatever was said.
std::string interviewer_small_talk();

class LlmEmulator final : public Service {
 public:
  LlmEmulator(Clock& clock, Faults& faults, LlmConfig config);

  bool answers(const net::Request& request) const override;
  Awaitable<net::Reply> answer(net::Request request) override;
  void tell_stats(boost::json::object& stats) const override;

  LlmConfig& config() { return shared_->config; }
  const LlmStats& stats() const { return shared_->stats; }
  const std::vector<LlmRequest>& asked() const { return shared_->asked; }

 private:
  struct Shared {
    Shared(Clock& given_clock, Faults& given_faults, LlmConfig given) : clock(given_clock), faults(given_faults), config(std::move(given)) {}
    Clock& clock;
    Faults& faults;
    LlmConfig config;
    LlmStats stats;
    std::vector<LlmRequest> asked;
  };
  struct Reply {
    std::string model;
    std::vector<std::string> thoughts;
    std::vector<std::string> tokens;
    std::size_t prompt_tokens = 0;
    bool include_usage = false;
    Fault fault;
  };
  static Awaitable<void> stream(std::shared_ptr<Shared> shared, Reply reply, net::BodyWriter& out);

  std::shared_ptr<Shared> shared_;
};

}  // namespace codevoice::emulators
