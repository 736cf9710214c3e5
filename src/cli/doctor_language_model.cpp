#include "cli/doctor_language_model.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <utility>

#include "cli/language_model.hpp"

namespace codevoice::cli {
namespace {

using namespace std::chrono_literals;

/// Its words, and how long the first one took.
Awaitable<Result<std::string>> have_it_speak(llm::OpenAiConfig config) {
  CircuitBreaker breaker("language model");
  llm::OpenAiChat chat(std::move(config), breaker);
  llm::ChatRequest request;
  request.messages.push_back({"system", "Reply with the one word: ready"});
  request.messages.push_back({"user", "Are you there?"});
  const auto asked = std::chrono::steady_clock::now();
  const auto stream = co_await chat.ask(std::move(request));
  if (!stream) co_return tl::unexpected(stream.error());
  std::string said;
  std::chrono::steady_clock::duration first{};
  while (true) {
    auto piece = co_await (*stream)->next();
    if (!piece) co_return tl::unexpected(piece.error());
    if (!*piece) break;
    if (said.empty()) first = std::chrono::steady_clock::now() - asked;
    said += **piece;
  }
  if (said.empty()) co_return fail(ErrorKind::Protocol, "the language model answered without a word (reasoning alone: is it the right model?)");
  co_return "answers, first word after " + std::to_string(first / 1ms) + " ms";
}

}  // namespace

Result<std::string> check_language_model(const Settings& settings) {
  auto config = language_model_of(settings);
  if (!config) return std::string("no key: the built-in interviewer words the replies (KRUTRIM_API_KEY, or CODEVOICE_LLM=openai)");
  const auto what = config->model + " at " + config->base_url;
  config->first_token_limit = 8s;
  asio::io_context loop;
  Result<std::string> found = fail(ErrorKind::Internal, "not asked");
  asio::co_spawn(loop, have_it_speak(std::move(*config)), [&](std::exception_ptr error, Result<std::string> got) {
    found = error ? fail(ErrorKind::Internal, "the request failed") : std::move(got);
  });
  loop.run();
  if (!found) return fail(what, found.error());
  return what + " " + *found;
}

}  // namespace codevoice::cli
