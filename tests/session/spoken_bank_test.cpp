// Whatever the interviewer says by itself can be said by a voice: no sign, digit or spelling is left that it would stumble over.
#include <gtest/gtest.h>

#include "interview/bank.hpp"
#include "interview/phrases.hpp"
#include "speech/spoken_text.hpp"

namespace codevoice::session {
namespace {

/// The first thing in `spoken` that no voice should be given; empty when it is fine.
std::string unspeakable(const std::string& spoken) {
  const auto bad = spoken.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ ,.?!:;'-()");
  if (bad != std::string::npos) return "sign " + spoken.substr(bad, 1);
  constexpr std::string_view kMeantAsWords = " CAP RAM REST ACID NULL NAT ";
  for (std::size_t at = 0; at < spoken.size();) {
    auto end = at;
    while (end < spoken.size() && spoken[end] >= 'A' && spoken[end] <= 'Z') ++end;
    const auto word = spoken.substr(at, end - at);
    const bool is_word_end = end >= spoken.size() || spoken[end] < 'a' || spoken[end] > 'z';
    if (word.size() > 1 && is_word_end && kMeantAsWords.find(" " + word + " ") == std::string_view::npos) return "capitals " + word;
    at = std::max(end, at + 1);
  }
  return {};
}

void expect_speakable(const std::string& written, const std::string& where) {
  const auto spoken = speech::spoken_text(written);
  EXPECT_EQ(unspeakable(spoken), "") << where << ": " << written << "\n  → " << spoken;
  EXPECT_EQ(speech::spoken_text(spoken), spoken) << where;
  EXPECT_EQ(written.empty(), spoken.empty()) << where;
}

TEST(SpokenBank, EveryQuestionCanBeSaid) {
  const auto& bank = interview::test::whole_bank();
  ASSERT_GE(bank.size(), 30U);
  for (const auto& question : bank) {
    expect_speakable(question.text, question.id + " text");
    expect_speakable(question.rephrase, question.id + " rephrase");
    for (const auto& point : question.expected_key_points) {
      expect_speakable(point.follow_up, question.id + " follow_up " + point.id);
      expect_speakable(point.praise, question.id + " praise " + point.id);
    }
  }
}

TEST(SpokenBank, EveryPhraseCanBeSaid) {
  for (int i = 0; i < static_cast<int>(interview::Occasion::Count_); ++i) {
    if (static_cast<interview::Occasion>(i) == interview::Occasion::HowLong) continue;  // filled in
    for (const auto phrase : interview::phrases(static_cast<interview::Occasion>(i))) expect_speakable(std::string(phrase), "phrase");
  }
}

TEST(SpokenBank, WhatCannotBeSaidIsSeen) {
  EXPECT_NE(unspeakable("an API"), "");
  EXPECT_NE(unspeakable("in 10 seconds"), "");
  EXPECT_NE(unspeakable("a & b"), "");
  EXPECT_EQ(unspeakable("the A.P.I I know"), "");
}

}  // namespace
}  // namespace codevoice::session
