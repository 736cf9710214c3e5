#include "llm/openai_chat.hpp"

#include <algorithm>
#include <utility>

#include "llm/chat_chunk.hpp"
#include "llm/reasoning_filter.hpp"
#include "llm/sse_parser.hpp"

namespace codevoice::llm {
namespace {

using namespace std::chrono_literals;
using metrics::Fault;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t kMostErrorBody = 16 * 1024;
constexpr auto kErrorBodyLimit = 1s;

milliseconds left_until(TimePoint until) { return std::max(0ms, std::chrono::duration_cast<milliseconds>(until - steady_clock::now())); }

Fault fault_of(const Error& error) {
  switch (error.kind) {
    case ErrorKind::Timeout: return Fault::Timeout;
    case ErrorKind::Protocol: return Fault::Malformed;
    default: return Fault::Closed;
  }
}

ErrorKind kind_of_status(unsigned status) {
  if (status == 401 || status == 402 || status == 403) return ErrorKind::Denied;
  if (status == 404) return ErrorKind::NotFound;
  if (status == 429 || status >= 500) return ErrorKind::Unavailable;
  return ErrorKind::Invalid;
}

struct Limits {
  milliseconds between;
  TimePoint first_token;
  TimePoint total;
};

class OpenAiStream final : public ChatStream {
 public:
  OpenAiStream(std::unique_ptr<net::HttpAnswer> answer, const Limits& limits, CircuitBreaker& breaker, TimePoint asked, std::size_t prompt_tokens)
      : answer_(std::move(answer)), limits_(limits), breaker_(breaker), asked_(asked) {
    usage_.prompt_tokens = prompt_tokens;
  }
  ~OpenAiStream() override { metrics::llm_tokens(usage_.prompt_tokens, usage_.completion_tokens); }

  Awaitable<Result<std::optional<std::string>>> next() override {
    while (true) {
      std::string text;
      while (auto event = parser_.next()) {
        auto chunk = read_chat_chunk(*event);
        if (!chunk) co_return broken(std::move(chunk.error()));
        take(*chunk, text);
        if (over_) break;
      }
      if (!text.empty()) co_return text;
      if (over_) co_return std::nullopt;
      auto piece = co_await answer_->read(limit());
      if (!piece) co_return broken(std::move(piece.error()));
      if (!*piece) {
        if (!finished_) co_return broken(Error{ErrorKind::Unavailable, "the language model's answer ended in the middle"});
        text = end();
        if (text.empty()) co_return std::nullopt;
        co_return text;
      }
      parser_.feed(**piece);
      if (parser_.overflowed()) co_return broken(Error{ErrorKind::Protocol, "the language model sent an event without end"});
    }
  }

  ChatUsage usage() const override { return usage_; }

 private:
  void take(const ChatChunk& chunk, std::string& text) {
    if (chunk.usage) usage_ = *chunk.usage;
    const bool is_token = chunk.reasons || !chunk.content.empty();
    if (is_token) {
      if (!std::exchange(alive_, true)) metrics::provider_first_answer(metrics::Provider::Llm, steady_clock::now() - asked_);
      if (usage_.estimated) ++usage_.completion_tokens;
    }
    text += filter_.feed(chunk.content);
    if (!chunk.finish_reason.empty()) finished_ = true;
    if (chunk.done) text += end();
  }

  std::string end() {
    over_ = true;
    breaker_.succeeded();
    return filter_.finish();
  }

  milliseconds limit() const {
    const auto next = alive_ ? steady_clock::now() + limits_.between : limits_.first_token;
    return left_until(std::min<TimePoint>(next, limits_.total));
  }

  tl::unexpected<Error> broken(Error error) {
    over_ = true;
    if (error.kind == ErrorKind::Timeout)
      error.message = alive_ ? "the language model stopped in the middle" : "the language model gave no token in time";
    if (error.kind == ErrorKind::Cancelled) return tl::unexpected(std::move(error));
    breaker_.failed(steady_clock::now());
    metrics::provider_error(metrics::Provider::Llm, error.kind == ErrorKind::Timeout && alive_ ? Fault::Stalled : fault_of(error));
    return tl::unexpected(std::move(error));
  }

  std::unique_ptr<net::HttpAnswer> answer_;
  Limits limits_;
  CircuitBreaker& breaker_;
  TimePoint asked_;
  SseParser parser_;
  ReasoningFilter filter_;
  ChatUsage usage_;
  bool alive_ = false;     // a token came
  bool finished_ = false;  // a finish reason came
  bool over_ = false;
};

}  // namespace

OpenAiChat::OpenAiChat(OpenAiConfig config, CircuitBreaker& breaker) : config_(std::move(config)), breaker_(breaker) {}

Error OpenAiChat::told(Error error, Fault fault) {
  if (error.kind == ErrorKind::Cancelled) return error;
  metrics::provider_error(metrics::Provider::Llm, fault);
  if (error.kind == ErrorKind::Denied) {
    breaker_.refuse(error.message);
  } else {
    breaker_.failed(steady_clock::now());
  }
  return error;
}

Awaitable<Error> OpenAiChat::error_of(net::HttpAnswer& answer) {
  const auto status = answer.status();
  const auto body = co_await net::read_all(answer, kMostErrorBody, kErrorBodyLimit);
  auto said = body ? error_text(*body) : std::string();
  if (!config_.api_key.empty()) {
    for (auto at = said.find(config_.api_key); at != std::string::npos; at = said.find(config_.api_key))
      said.replace(at, config_.api_key.size(), "***");
  }
  std::string hint;
  if (status == 401 || status == 403) hint = " (check KRUTRIM_API_KEY or CODEVOICE_LLM_API_KEY)";
  if (status == 402) hint = " (the account has no credit)";
  if (status == 404) hint = " (check CODEVOICE_LLM_URL and CODEVOICE_LLM_MODEL)";
  co_return Error{kind_of_status(status), "the language model refused: HTTP " + std::to_string(status) + (said.empty() ? "" : ": " + said) + hint};
}

Awaitable<Result<std::unique_ptr<net::HttpAnswer>>> OpenAiChat::open(const std::string& body, TimePoint until) {
  net::ClientRequest request;
  request.method = "POST";
  request.url = config_.base_url + "/chat/completions";
  request.headers = {{"Content-Type", "application/json"}, {"Accept", "text/event-stream"}};
  if (!config_.api_key.empty()) request.headers.emplace_back("Authorization", "Bearer " + config_.api_key);
  request.body = body;
  request.timeout = left_until(until);
  co_return co_await http_.open(std::move(request));
}

Awaitable<Result<std::unique_ptr<ChatStream>>> OpenAiChat::ask(ChatRequest request) {
  const auto asked = steady_clock::now();
  if (!breaker_.allows(asked))
    co_return fail(ErrorKind::Unavailable, breaker_.refused().value_or("the language model failed just now: not asked again yet"));
  const auto body = write_chat_request(request, config_.model);
  const Limits limits{config_.token_limit, asked + config_.first_token_limit, asked + config_.total_limit};
  Error last;
  for (int tries = 0; tries < 2; ++tries) {
    if (tries > 0) {
      metrics::provider_retry(metrics::Provider::Llm);
      asio::steady_timer pause(co_await asio::this_coro::executor, config_.retry_pause);
      co_await pause.async_wait(asio::use_awaitable);
    }
    auto answer = co_await open(body, limits.first_token);
    if (!answer) {
      const auto fault = answer.error().kind == ErrorKind::Timeout ? Fault::Timeout : Fault::Connect;
      last = told(std::move(answer.error()), fault);
      if (last.kind != ErrorKind::Unavailable) break;
      continue;
    }
    if ((*answer)->status() == 200) {
      co_return std::make_unique<OpenAiStream>(std::move(*answer), limits, breaker_, asked, estimated_tokens(request.messages));
    }
    const auto fault = metrics::fault_of_status((*answer)->status());
    auto error = co_await error_of(**answer);
    last = told(std::move(error), fault);
    if (last.kind != ErrorKind::Unavailable) break;
  }
  co_return tl::unexpected(std::move(last));
}

Awaitable<void> OpenAiChat::warm_up() {
  if (http_.idle() > 0) co_return;
  const auto connected = co_await http_.connect(config_.base_url, config_.first_token_limit);
  (void)connected;
}

}  // namespace codevoice::llm
