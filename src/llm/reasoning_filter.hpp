// Leaves out of a streamed answer what a model writes for itself: <think> … </think>, and the channels of gpt-oss ("harmony":
// <|channel|>analysis<|message|> … <|end|>), of which only `final` is for the listener. Marks may be cut anywhere.
// Thread: pure.
#pragma once

#include <string>
#include <string_view>

namespace codevoice::llm {

class ReasoningFilter {
 public:
  /// What of this piece, and of what was held back before it, is for the listener.
  std::string feed(std::string_view piece);
  /// What is still held back when the answer ends: text that only began like a mark.
  std::string finish();

 private:
  enum class Inside : std::uint8_t { Answer, Think, ChannelName, HiddenChannel };
  bool take_mark(std::string& out);
  void enter(Inside next) { inside_ = next; }

  Inside inside_ = Inside::Answer;
  std::string held_;
  std::string channel_;
};

}  // namespace codevoice::llm
