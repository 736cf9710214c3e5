// Parsers: llm/sse_parser.cpp llm/chat_chunk.cpp llm/reasoning_filter.cpp
// A provider's byte stream: however it is cut, the same events come out; what is read of them is bounded and holds no reasoning marks.
#include <vector>

#include "fuzz.hpp"
#include "llm/chat_chunk.hpp"
#include "llm/reasoning_filter.hpp"
#include "llm/sse_parser.hpp"

namespace {

using namespace codevoice;
using fuzz::require;

std::vector<std::string> events_of(std::string_view bytes, std::size_t step) {
  llm::SseParser parser;
  std::vector<std::string> events;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    parser.feed(bytes.substr(at, step));
    while (auto event = parser.next()) events.push_back(std::move(*event));
  }
  return events;
}

std::string said(std::string_view text, std::size_t step) {
  llm::ReasoningFilter filter;
  std::string out;
  for (std::size_t at = 0; at < text.size(); at += step) out += filter.feed(text.substr(at, step));
  return out + filter.finish();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto events = events_of(bytes, 1);
  require(events == events_of(bytes, 7) && events == events_of(bytes, size + 1), "events do not depend on how the bytes are cut");
  for (const auto& event : events) {
    const auto chunk = llm::read_chat_chunk(event);
    if (chunk) require(chunk->content.size() <= event.size(), "no more is said than was sent");
    require(llm::error_text(event).size() <= 200, "an error is one short line");
  }
  const auto whole = said(bytes, size + 1);
  require(whole == said(bytes, 1) && whole == said(bytes, 5), "what is said does not depend on how the text is cut");
  require(whole.size() <= size, "nothing is added");
  return 0;
}
