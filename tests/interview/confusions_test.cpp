#include "interview/confusions.hpp"

#include <gtest/gtest.h>

#include <set>

#include "interview/lexer.hpp"
#include "interview/vocabulary_repair.hpp"

namespace codevoice::interview {
namespace {

TEST(Confusions, EachIsHeardOneWayOnly) {
  std::set<std::string_view> heard;
  for (const Confusion& confusion : confusions()) EXPECT_TRUE(heard.insert(confusion.heard).second) << confusion.heard;
}

TEST(Confusions, AreWrittenAsTheTokenizerCutsThem) {
  for (const Confusion& confusion : confusions()) {
    std::string words;
    for (const Token& token : tokens_of(confusion.heard)) words += (words.empty() ? "" : " ") + token.text;

    EXPECT_EQ(words, confusion.heard);
  }
}

TEST(Confusions, WhatIsMeantIsNotMistakenAgain) {
  for (const Confusion& confusion : confusions()) {
    const std::vector<std::string> vocabulary{std::string(confusion.meant)};

    EXPECT_EQ(repair_transcript(confusion.meant, vocabulary), confusion.meant);
  }
}

TEST(Confusions, OneThatNeedsAWordIsLeftWithoutIt) {
  for (const Confusion& confusion : confusions()) {
    const auto alone = repair_transcript(confusion.heard, {});

    EXPECT_EQ(alone == confusion.heard, !confusion.needs.empty()) << confusion.heard;
  }
}

}  // namespace
}  // namespace codevoice::interview
