#include "llm/chat_chunk.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "base/utf8.hpp"

namespace codevoice::llm {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostQuoted = 200;

const json::object* object_at(const json::object& in, std::string_view key) {
  const auto* value = in.if_contains(key);
  return value == nullptr ? nullptr : value->if_object();
}

std::string string_at(const json::object& in, std::string_view key) {
  const auto* value = in.if_contains(key);
  const auto* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string() : std::string(text->data(), text->size());
}

std::uint64_t count_at(const json::object& in, std::string_view key) {
  const auto* value = in.if_contains(key);
  if (value == nullptr) return 0;
  boost::system::error_code error;
  const auto count = value->to_number<std::int64_t>(error);
  return error || count < 0 ? 0 : static_cast<std::uint64_t>(count);
}

std::string one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return c < 0x20; }, ' ');
  if (text.size() > kMostQuoted) text = std::string(utf8_prefix(text, kMostQuoted));
  return text;
}

std::string text_of_error(const json::value& error) {
  if (const auto* text = error.if_string()) return std::string(text->data(), text->size());
  const auto* object = error.if_object();
  return object == nullptr ? std::string() : string_at(*object, "message");
}

void read_choice(const json::object& choice, ChatChunk& to) {
  to.finish_reason = string_at(choice, "finish_reason");
  const auto* delta = object_at(choice, "delta");
  if (delta == nullptr) delta = object_at(choice, "message");
  if (delta == nullptr) return;
  to.content = string_at(*delta, "content");
  to.reasons = !string_at(*delta, "reasoning").empty() || !string_at(*delta, "reasoning_content").empty();
}

}  // namespace

Result<ChatChunk> read_chat_chunk(std::string_view event) {
  ChatChunk chunk;
  if (event == "[DONE]") {
    chunk.done = true;
    return chunk;
  }
  boost::system::error_code error;
  json::monotonic_resource memory;
  const auto value = json::parse(event, error, &memory);
  const auto* object = error ? nullptr : value.if_object();
  if (object == nullptr) return fail(ErrorKind::Protocol, "the language model's answer is not JSON");
  if (const auto* fault = object->if_contains("error"); fault != nullptr && !fault->is_null()) {
    return fail(ErrorKind::Unavailable, "the language model broke off: " + one_line(text_of_error(*fault)));
  }
  const auto* choices = object->if_contains("choices");
  const auto* list = choices == nullptr ? nullptr : choices->if_array();
  const auto* usage = object_at(*object, "usage");
  if (list == nullptr && usage == nullptr) return fail(ErrorKind::Protocol, "the language model's answer has no choices");
  if (list != nullptr && !list->empty()) {
    const auto* choice = list->front().if_object();
    if (choice == nullptr) return fail(ErrorKind::Protocol, "the language model's answer has a choice that is none");
    read_choice(*choice, chunk);
  }
  if (usage != nullptr) chunk.usage = ChatUsage{count_at(*usage, "prompt_tokens"), count_at(*usage, "completion_tokens"), false};
  return chunk;
}

std::string write_chat_request(const ChatRequest& request, const std::string& model) {
  json::array messages;
  for (const auto& message : request.messages) messages.push_back({{"role", message.role}, {"content", message.content}});
  const json::object body{{"model", model},
                          {"messages", std::move(messages)},
                          {"stream", true},
                          {"stream_options", {{"include_usage", true}}},
                          {"temperature", request.temperature},
                          {"max_tokens", request.max_tokens}};
  return json::serialize(body);
}

std::string error_text(std::string_view body) {
  boost::system::error_code error;
  const auto value = json::parse(body, error);
  const auto* object = error ? nullptr : value.if_object();
  if (object == nullptr) return {};
  const auto* fault = object->if_contains("error");
  if (fault != nullptr) return one_line(text_of_error(*fault));
  const auto detail = string_at(*object, "detail");
  return one_line(detail.empty() ? string_at(*object, "message") : detail);
}

}  // namespace codevoice::llm
