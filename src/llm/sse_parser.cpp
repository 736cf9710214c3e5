#include "llm/sse_parser.hpp"

#include <utility>

namespace codevoice::llm {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

void SseParser::feed(std::string_view bytes) {
  for (const char c : bytes) {
    const bool second_half = std::exchange(after_cr_, c == '\r') && c == '\n';
    if (second_half) continue;
    if (c == '\r' || c == '\n') {
      line(line_);
      line_.clear();
      continue;
    }
    if (line_.size() < kMostEvent) {
      line_ += c;
    } else {
      dropping_ = overflowed_ = true;
    }
  }
}

void SseParser::line(std::string_view text) {
  if (std::exchange(first_, false) && text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (text.empty()) {
    dispatch();
    return;
  }
  if (!text.starts_with("data")) return;
  text.remove_prefix(4);
  if (!text.empty() && text.front() != ':') return;
  if (!text.empty()) text.remove_prefix(1);
  if (text.starts_with(' ')) text.remove_prefix(1);
  if (data_.size() + text.size() >= kMostEvent) {
    dropping_ = overflowed_ = true;
    return;
  }
  if (std::exchange(has_data_, true)) data_ += '\n';
  data_ += text;
}

void SseParser::dispatch() {
  if (has_data_ && !dropping_) events_.push_back(std::move(data_));
  data_.clear();
  has_data_ = dropping_ = false;
}

std::optional<std::string> SseParser::next() {
  if (events_.empty()) return std::nullopt;
  auto event = std::move(events_.front());
  events_.pop_front();
  return event;
}

}  // namespace codevoice::llm
