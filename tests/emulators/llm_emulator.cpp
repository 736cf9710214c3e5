#include "emulators/llm_emulator.hpp"

#include <utility>

#include "base/ids.hpp"

namespace codevoice::emulators {
namespace {

namespace json = boost::json;

constexpr std::size_t kBytesPerToken = 4;
constexpr std::int64_t kCreated = 1'760'000'000;
constexpr int kSmallTalkTokens = 40;

net::Response openai_refusal(unsigned status, const char* code, const std::string& text) {
  net::Response response;
  response.status = status;
  response.content_type = "application/json";
  response.body =
      json::serialize(json::object{{"error", {{"message", text}, {"type", "invalid_request_error"}, {"param", nullptr}, {"code", code}}}});
  return response;
}

std::optional<LlmRequest> read_request(const net::Request& request, bool& include_usage) {
  json::error_code error;
  const auto body = json::parse(request.body, error);
  const auto* object = error ? nullptr : body.if_object();
  if (object == nullptr) return std::nullopt;
  LlmRequest asked;
  asked.authorization = std::string(request.header("authorization").value_or(""));
  if (const auto* model = object->if_contains("model"); model != nullptr && model->is_string()) asked.model = model->get_string().c_str();
  if (const auto* stream = object->if_contains("stream"); stream != nullptr && stream->is_bool()) asked.streamed = stream->get_bool();
  if (const auto* options = object->if_contains("stream_options"); options != nullptr && options->is_object()) {
    const auto* usage = options->get_object().if_contains("include_usage");
    include_usage = usage != nullptr && usage->is_bool() && usage->get_bool();
  }
  const auto* messages = object->if_contains("messages");
  if (messages == nullptr || !messages->is_array() || messages->get_array().empty()) return std::nullopt;
  for (const auto& message : messages->get_array()) {
    const auto* one = message.if_object();
    const auto* role = one == nullptr ? nullptr : one->if_contains("role");
    const auto* content = one == nullptr ? nullptr : one->if_contains("content");
    if (role == nullptr || content == nullptr || !role->is_string() || !content->is_string()) return std::nullopt;
    asked.messages.push_back({role->get_string().c_str(), content->get_string().c_str()});
  }
  return asked;
}

/// Words with the space before them, as tokens often are; line breaks stay.
std::vector<std::string> tokens_of(const std::string& text) {
  std::vector<std::string> tokens;
  for (const char c : text) {
    if (tokens.empty() || c == ' ') tokens.emplace_back();
    tokens.back() += c;
  }
  return tokens;
}

json::object usage_of(std::size_t prompt, std::size_t completion) {
  return {{"prompt_tokens", prompt}, {"completion_tokens", completion}, {"total_tokens", prompt + completion}};
}

}  // namespace

std::string interviewer_small_talk() {
  const auto words = tokens_of(
      "Thank you, that is a very clear picture of the situation you faced. I would like to hear a little more about the part you played yourself. "
      "Which decision was the hardest one to make, and why?");
  std::string text;
  for (int i = 0; i < kSmallTalkTokens; ++i) {
    const auto& word = words[static_cast<std::size_t>(i) % words.size()];
    text += i > 0 && word.front() != ' ' ? " " + word : word;
  }
  if (text.find_last_of(".!?") != text.size() - 1) text += '.';
  return text;
}

LlmEmulator::LlmEmulator(Clock& clock, Faults& faults, LlmConfig config) : shared_(std::make_shared<Shared>(clock, faults, std::move(config))) {}

bool LlmEmulator::answers(const net::Request& request) const {
  return request.path.ends_with("/chat/completions") || request.path.ends_with("/models");
}

Awaitable<net::Reply> LlmEmulator::answer(net::Request request) {
  const auto& config = shared_->config;
  const auto given = request.header("authorization").value_or("");
  if (!config.key.empty() && given != "Bearer " + config.key) co_return openai_refusal(401, "invalid_api_key", "Incorrect API key provided.");
  if (request.path.ends_with("/models")) {
    net::Response models;
    models.content_type = "application/json";
    models.body = json::serialize(json::object{
        {"object", "list"},
        {"data", {{{"id", config.model.empty() ? "emulated" : config.model}, {"object", "model"}, {"created", kCreated}, {"owned_by", "x"}}}}});
    co_return models;
  }
  ++shared_->stats.requests;
  Reply reply;
  reply.fault = shared_->faults.next("llm");
  if (reply.fault.delay.count() > 0) co_await shared_->clock.sleep_for(reply.fault.delay);
  if (reply.fault.status != 0) co_return openai_refusal(reply.fault.status, "emulated", "The service could not answer.");
  auto asked = read_request(request, reply.include_usage);
  if (!asked) co_return openai_refusal(400, "invalid_request", "messages: a list of role and content is wanted");
  if (!config.model.empty() && asked->model != config.model) co_return openai_refusal(404, "model_not_found", "The model does not exist.");
  reply.model = asked->model;
  for (const auto& message : asked->messages) reply.prompt_tokens += message.content.size() / kBytesPerToken + 1;
  const auto text = config.answer ? config.answer(*asked) : interviewer_small_talk();
  reply.tokens = tokens_of(text);
  if (!config.reasoning.empty()) reply.thoughts = tokens_of(config.reasoning);
  const bool streamed = asked->streamed;
  shared_->asked.push_back(std::move(*asked));
  if (streamed) {
    net::Streamed answer;
    answer.head.content_type = "text/event-stream";
    answer.head.headers = {{"Cache-Control", "no-cache"}};
    answer.write = [shared = shared_, reply = std::move(reply)](net::BodyWriter& out) { return stream(shared, reply, out); };
    co_return answer;
  }
  co_await shared_->clock.sleep_for(config.first_token + config.token * static_cast<std::int64_t>(reply.tokens.size()));
  shared_->stats.tokens += reply.tokens.size();
  net::Response whole;
  whole.content_type = "application/json";
  const json::object message{{"role", "assistant"}, {"content", text}};
  const json::object choice{{"index", 0}, {"message", message}, {"finish_reason", "stop"}};
  whole.body = json::serialize(json::object{{"id", "chatcmpl-" + new_uuid()},
                                            {"object", "chat.completion"},
                                            {"created", kCreated},
                                            {"model", reply.model},
                                            {"choices", json::array{choice}},
                                            {"usage", usage_of(reply.prompt_tokens, reply.tokens.size())}});
  co_return whole;
}

Awaitable<void> LlmEmulator::stream(std::shared_ptr<Shared> shared, Reply reply, net::BodyWriter& out) {
  const auto id = "chatcmpl-" + new_uuid();
  std::size_t sent = 0;
  const auto put = [&](json::object event) -> Awaitable<bool> {
    const auto& fault = reply.fault;
    if (fault.close_after && sent >= *fault.close_after) {
      out.cut();
      co_return false;
    }
    if (fault.stall_after && sent >= *fault.stall_after) {
      co_await shared->clock.sleep_for(std::chrono::hours{1});
      co_return false;
    }
    std::string data = fault.garbage_after && sent == *fault.garbage_after ? "{\"choices\": [{" : json::serialize(event);
    ++sent;
    if (fault.bytes_per_second > 0) {
      const auto per_byte = std::chrono::nanoseconds(std::chrono::seconds{1}) / static_cast<std::int64_t>(fault.bytes_per_second);
      co_await shared->clock.sleep_for(per_byte * static_cast<std::int64_t>(data.size()));
    }
    const auto written = co_await out.write("data: " + data + "\n\n");
    if (!written) ++shared->stats.aborted;
    co_return written.has_value();
  };
  const auto event = [&](json::object delta, json::value finish) {
    const json::object choice{{"index", 0}, {"delta", std::move(delta)}, {"logprobs", nullptr}, {"finish_reason", std::move(finish)}};
    return json::object{
        {"id", id}, {"object", "chat.completion.chunk"}, {"created", kCreated}, {"model", reply.model}, {"choices", json::array{choice}}};
  };
  const auto began = shared->clock.now() + shared->config.first_token;
  std::int64_t number = 0;
  for (const auto* list : {&reply.thoughts, &reply.tokens}) {
    for (const auto& token : *list) {
      co_await shared->clock.sleep_until(began + shared->config.token * number);
      json::object delta;
      if (number++ == 0) delta["role"] = "assistant";
      delta[list == &reply.thoughts ? "reasoning" : "content"] = token;
      const bool going = co_await put(event(std::move(delta), nullptr));
      if (!going) co_return;
      ++shared->stats.tokens;
    }
  }
  bool going = co_await put(event({}, "stop"));
  if (going && reply.include_usage) {
    auto last = event({}, nullptr);
    last["choices"] = json::array{};
    last["usage"] = usage_of(reply.prompt_tokens, reply.tokens.size() + reply.thoughts.size());
    going = co_await put(std::move(last));
  }
  if (!going) co_return;
  const auto done = co_await out.write("data: [DONE]\n\n");
  if (!done) ++shared->stats.aborted;
}

void LlmEmulator::tell_stats(boost::json::object& to) const {
  to["llm_requests"] = shared_->stats.requests;
  to["llm_tokens"] = shared_->stats.tokens;
  to["llm_aborted"] = shared_->stats.aborted;
}

}  // namespace codevoice::emulators
