#include "interview/speech_pattern.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace codevoice::interview {
namespace {

std::vector<std::string> words(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> out;
  for (std::string word; in >> word;) out.push_back(word);
  return out;
}

TEST(SpeechPattern, MatchesAlternativesAndOptionalWords) {
  const SpeechPattern pattern("could|can you [please] repeat that|it");

  EXPECT_TRUE(pattern.is(words("can you repeat it")));
  EXPECT_TRUE(pattern.is(words("could you please repeat that")));
  EXPECT_FALSE(pattern.is(words("you repeat it")));
  EXPECT_FALSE(pattern.is(words("can you repeat it now")));
  EXPECT_FALSE(pattern.is({}));
}

TEST(SpeechPattern, AStarIsAFewWords) {
  const SpeechPattern pattern("can i assume * sorted");

  EXPECT_TRUE(pattern.is(words("can i assume that the array is sorted")));
  EXPECT_TRUE(pattern.is(words("can i assume sorted")));
  EXPECT_FALSE(pattern.is(words("can i assume a b c d e f g h i sorted")));
}

TEST(SpeechPattern, BeginsTellsHowFarItReaches) {
  const SpeechPattern pattern("repeat the question [again]");

  EXPECT_EQ(pattern.begins(words("repeat the question again please")), 4U);
  EXPECT_EQ(pattern.begins(words("repeat the question please")), 3U);
  EXPECT_FALSE(pattern.begins(words("please repeat the question")));
}

TEST(SpeechPattern, OnlyOptionalWordsMatchNothing) { EXPECT_FALSE(SpeechPattern("[please] [now]").begins(words("go"))); }

}  // namespace
}  // namespace codevoice::interview
