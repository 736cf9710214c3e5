// Server-sent events out of a byte stream, cut anywhere. Only data is kept: event names, ids and retry times are not used by our providers.
// Source: HTML Living Standard, 9.2.6 "Interpreting an event stream".
// Thread: pure. Errors: an event above the limit is dropped whole, and overflowed() says so.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace codevoice::llm {

class SseParser {
 public:
  static constexpr std::size_t kMostEvent = 1024 * 1024;  // bytes

  void feed(std::string_view bytes);
  /// The data of the next complete event.
  std::optional<std::string> next();
  bool overflowed() const noexcept { return overflowed_; }

 private:
  void line(std::string_view text);
  void dispatch();

  std::string line_;
  std::string data_;
  std::deque<std::string> events_;
  bool has_data_ = false;
  bool after_cr_ = false;
  bool first_ = true;  // a byte order mark may come
  bool dropping_ = false;
  bool overflowed_ = false;
};

}  // namespace codevoice::llm
