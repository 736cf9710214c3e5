#include "interview/cue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace codevoice::interview {
namespace {

using ::testing::HasSubstr;

TEST(Cue, HasGroupsOfAlternatives) {
  const auto cue = parse_cue("stack + local | locals | return address").value();

  ASSERT_EQ(cue.groups.size(), 2U);
  EXPECT_FALSE(cue.ordered);
  EXPECT_FALSE(cue.names_negation);
  EXPECT_EQ(cue.groups[0].size(), 1U);
}

TEST(Cue, AnOrderIsGivenByTheOtherSign) {
  EXPECT_TRUE(parse_cue("lock > wait").value().ordered);
  EXPECT_THAT(parse_cue("a1 + b1 > c1").error().message, HasSubstr("mixes"));
}

TEST(Cue, KnowsWhenItNamesANegation) {
  EXPECT_TRUE(parse_cue("not | never + freed").value().names_negation);
  EXPECT_TRUE(parse_cue("doesn't share").value().names_negation);
  EXPECT_FALSE(parse_cue("knot + freed").value().names_negation);
}

TEST(Cue, TwoWordsAreAlsoSaidAsOneAndLettersAsAName) {
  const auto holds = [](const CueGroup& group, std::string_view text) {
    return std::ranges::any_of(group, [text](const CuePhrase& phrase) { return phrase.size() == 1 && phrase[0].text == text; });
  };

  EXPECT_TRUE(holds(parse_cue("hash map").value().groups[0], "hashmap"));
  EXPECT_TRUE(holds(parse_cue("t l b").value().groups[0], "tlb"));
}

TEST(Cue, WhatHoldsNoWordIsRefused) {
  for (const auto* text : {"", "stack + ", "stack | ", "the", "um | stack", " + ", "|"}) EXPECT_FALSE(parse_cue(text)) << text;
}

TEST(Cue, SizesAreBounded) {
  EXPECT_FALSE(parse_cue("a1 + b1 + c1 + d1 + e1 + f1 + g1"));
  EXPECT_FALSE(parse_cue("b1 c1 d1 e1 f1 g1 h1"));
}

}  // namespace
}  // namespace codevoice::interview
