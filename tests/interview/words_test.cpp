#include "interview/words.hpp"

#include <gtest/gtest.h>

namespace codevoice::interview {
namespace {

/// Words, with "/" between clauses.
std::string shown(std::string_view text) {
  std::string all;
  std::size_t clause = 0;
  for (const Word& word : words_of(text)) {
    if (word.clause != clause) all += " /";
    clause = word.clause;
    all += (all.empty() ? "" : " ") + word.text;
  }
  return all;
}

TEST(Words, FillersAndArticlesAreGone) {
  EXPECT_EQ(shown("Um, so basically the stack is, you know, kind of a small region."), "stack is small region");
}

TEST(Words, ContractionsAreSpelledOut) { EXPECT_EQ(shown("It doesn't, can't and won't."), "it does not can not and will not"); }

TEST(Words, NumbersAreOneWordHoweverTheyAreSaid) {
  EXPECT_EQ(shown("two hundred and four"), "204");
  EXPECT_EQ(shown("four oh four"), "404");
  EXPECT_EQ(shown("a hundred thousand"), "100000");
  EXPECT_EQ(shown("sixty four bit and 64 bit"), "64 bit and 64 bit");
  EXPECT_EQ(shown("only one of two"), "only 1 of 2");
  EXPECT_EQ(shown("twenty one"), "21");
  EXPECT_EQ(shown("five hundred errors"), "500 errors");
}

TEST(Words, OrderNotationIsOneHoweverItIsWritten) {
  const auto wanted = shown("O(n log n)");

  EXPECT_EQ(wanted, "o n log n");
  for (const auto* text : {"o of n log n", "Oh of n log n", "O of N log N", "O in log n", "o of in log in"}) EXPECT_EQ(shown(text), wanted) << text;
  EXPECT_EQ(shown("O(n^2)"), shown("o of n squared"));
  EXPECT_EQ(shown("O(1)"), shown("O of one"));
}

TEST(Words, ClausesEndAtStopsAndTurns) {
  EXPECT_EQ(shown("One lives. Another dies; why? Now!"), "1 lives / another dies / why / now");
  EXPECT_EQ(shown("The stack is small, but the heap is large, while disks are larger whereas tape"),
            "stack is small / but heap is large / while disks are larger / whereas tape");
  EXPECT_EQ(shown("It is not small but large"), "it is not small but large");
}

TEST(Words, AFullStopAtAMereAPauseEndsNoClause) {
  EXPECT_EQ(shown("The stack holds. local variables. The heap doesn't."), "stack holds local variables / heap does not");
  EXPECT_EQ(shown("It is slow. Because it must copy."), "it is slow because it must copy");
  EXPECT_EQ(shown("The heap. Is larger."), "heap is larger");
}

TEST(Words, WithoutCapitalsEveryStopEndsAClause) { EXPECT_EQ(shown("one lives. another dies."), "1 lives / another dies"); }

TEST(Words, AnArticleThatBeginsASentenceStillBeginsIt) { EXPECT_EQ(shown("It is None. A linter finds it."), "it is none / linter finds it"); }

TEST(Words, ALongStretchWithoutPunctuationTurnsAtABareBut) {
  const auto* text =
      "a process has its own address space and its own file table and it costs more to start than anything else that you could "
      "use for this but a thread shares memory with others";

  EXPECT_NE(shown(text).find("/ but"), std::string::npos);
}

TEST(Words, AWordKnowsItsPlaceInTheText) {
  const std::string text = "Well, the stack doesn't grow two hundred times.";
  const auto words = words_of(text);

  const auto at = [&](std::size_t i) { return text.substr(words[i].begin, words[i].end - words[i].begin); };
  EXPECT_EQ(at(0), "stack");
  EXPECT_EQ(at(1), "doesn't");
  EXPECT_EQ(at(2), "doesn't");
  EXPECT_EQ(words[4].text, "200");
  EXPECT_EQ(at(4), "two hundred");
}

}  // namespace
}  // namespace codevoice::interview
