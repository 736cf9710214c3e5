#include "llm/reasoning_filter.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace codevoice::llm {
namespace {

constexpr std::array<std::string_view, 10> kMarks{"<think>",    "</think>",  "<|channel|>", "<|message|>", "<|end|>",
                                                  "<|return|>", "<|start|>", "<|call|>",    "<thinking>",  "</thinking>"};

bool may_become_a_mark(std::string_view text) {
  return std::any_of(kMarks.begin(), kMarks.end(), [&](std::string_view mark) { return mark.starts_with(text); });
}

}  // namespace

/// `held_` begins with '<'. False when more of it must be seen first.
bool ReasoningFilter::take_mark(std::string& out) {
  const auto found = std::find_if(kMarks.begin(), kMarks.end(), [&](std::string_view mark) { return held_.starts_with(mark); });
  if (found == kMarks.end()) {
    if (may_become_a_mark(held_)) return false;
    if (inside_ == Inside::Answer) out += held_.front();
    if (inside_ == Inside::ChannelName) channel_ += held_.front();
    held_.erase(0, 1);
    return true;
  }
  held_.erase(0, found->size());
  if (*found == "<think>" || *found == "<thinking>") {
    enter(Inside::Think);
  } else if (*found == "</think>" || *found == "</thinking>") {
    enter(Inside::Answer);
  } else if (*found == "<|channel|>" || *found == "<|start|>") {
    channel_.clear();
    enter(Inside::ChannelName);
  } else if (*found == "<|message|>") {
    const bool is_final = channel_.find("final") != std::string::npos || channel_.empty();
    enter(is_final ? Inside::Answer : Inside::HiddenChannel);
  } else {
    enter(inside_ == Inside::Answer ? Inside::Answer : Inside::HiddenChannel);  // after an end comes the next start
  }
  return true;
}

std::string ReasoningFilter::feed(std::string_view piece) {
  std::string out;
  held_ += piece;
  while (!held_.empty()) {
    const auto mark = std::min(held_.find('<'), held_.size());
    if (mark > 0) {
      if (inside_ == Inside::Answer) out.append(held_, 0, mark);
      if (inside_ == Inside::ChannelName) channel_.append(held_, 0, mark);
      held_.erase(0, mark);
      continue;
    }
    if (!take_mark(out)) break;
  }
  return out;
}

std::string ReasoningFilter::finish() {
  auto rest = std::exchange(held_, {});
  return inside_ == Inside::Answer ? rest : std::string();
}

}  // namespace codevoice::llm
