#include "llm/reasoning_filter.hpp"

#include <gtest/gtest.h>

namespace codevoice::llm {
namespace {

std::string filtered(const std::string& text, std::size_t step) {
  ReasoningFilter filter;
  std::string out;
  for (std::size_t at = 0; at < text.size(); at += step) out += filter.feed(std::string_view(text).substr(at, step));
  return out + filter.finish();
}

void expect_same_in_any_pieces(const std::string& text, const std::string& expected) {
  for (std::size_t step = 1; step <= text.size(); ++step) EXPECT_EQ(filtered(text, step), expected) << "step " << step;
}

TEST(ReasoningFilter, ThoughtsAreLeftOut) {
  expect_same_in_any_pieces("<think>They said a < b. I will praise.</think>Thank you.", "Thank you.");
  expect_same_in_any_pieces("Well. <thinking>hm</thinking>Go on.", "Well. Go on.");
}

TEST(ReasoningFilter, OnlyTheFinalChannelIsForTheListener) {
  expect_same_in_any_pieces(
      "<|channel|>analysis<|message|>The user is wrong.<|end|><|start|>assistant<|channel|>final<|message|>Thank you.<|return|>", "Thank you.");
  expect_same_in_any_pieces("<|start|>assistant<|channel|>commentary to=x<|message|>{}<|call|>", "");
}

TEST(ReasoningFilter, TextThatOnlyLooksLikeAMarkIsKept) {
  expect_same_in_any_pieces("a < b, vector<int>, <thing>", "a < b, vector<int>, <thing>");
  expect_same_in_any_pieces("it ends with <thi", "it ends with <thi");
}

TEST(ReasoningFilter, AThoughtThatNeverEndsIsNotSaid) { expect_same_in_any_pieces("<think>on and on <", ""); }

}  // namespace
}  // namespace codevoice::llm
