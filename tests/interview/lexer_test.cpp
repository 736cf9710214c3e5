#include "interview/lexer.hpp"

#include <gtest/gtest.h>

namespace codevoice::interview {
namespace {

/// Words with "/" before a full stop and "," before a comma that stood in front of them.
std::string shown(std::string_view text) {
  std::string all;
  for (const Token& token : tokens_of(text)) {
    all += all.empty() ? "" : " ";
    all += token.after_stop ? "/" : (token.after_comma ? "," : "");
    all += token.text;
  }
  return all;
}

TEST(Lexer, LowersWordsAndMarksWhereSentencesEnd) {
  EXPECT_EQ(shown("The stack is small. The heap, however, is large!"), "the stack is small /the heap ,however ,is large");
}

TEST(Lexer, ApostrophesAreTakenOut) {
  EXPECT_EQ(shown("it's the thread's own, it doesn\xE2\x80\x99t share; they're"), "it the thread own ,it doesnt share /they");
}

TEST(Lexer, ReadsSignsAsTheyAreSpoken) {
  EXPECT_EQ(shown("C++ and C#, 50% of O(n^2) & 1,000 items"), "c plus plus and c sharp ,50 percent of o n squared and 1000 items");
}

TEST(Lexer, PointsInsideNamesAndNumbersEndNoSentence) { EXPECT_EQ(shown("node.js 3.14 e.g. the T.L.B. is"), "node js 3 14 e g the t l b is"); }

TEST(Lexer, APauseInDotsEndsNoSentence) { EXPECT_EQ(shown("the stack... holds \xE2\x80\xA6 locals"), "the stack holds locals"); }

TEST(Lexer, FoldsAccents) { EXPECT_EQ(shown("na\xC3\xAFve caf\xC3\x89"), "naive cafe"); }

TEST(Lexer, PlacesAreThoseOfTheText) {
  const std::string text = "It doesn't  work\xE2\x80\x94ok";

  for (const Token& token : tokens_of(text)) EXPECT_EQ(text.substr(token.begin, token.end - token.begin).find(' '), std::string::npos);
  EXPECT_EQ(tokens_of(text)[1].begin, 3U);
  EXPECT_EQ(tokens_of(text)[1].end, 10U);
}

TEST(Lexer, AnyBytesGiveTokensInsideTheText) {
  std::string bytes;
  std::uint32_t state = 1;
  for (int i = 0; i < 20'000; ++i) {
    state = state * 1664525U + 1013904223U;
    bytes += static_cast<char>(state >> 24U);
  }

  std::size_t last = 0;
  for (const Token& token : tokens_of(bytes)) {
    EXPECT_LT(token.begin, token.end);
    EXPECT_LE(last, token.begin);
    EXPECT_LE(token.end, bytes.size());
    last = token.end;
  }
}

}  // namespace
}  // namespace codevoice::interview
