#include "speech/clause_splitter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

namespace codevoice::speech {
namespace {

using testing::ElementsAre;

std::vector<std::string> clauses_of(std::string_view text, const ClauseLimits& limits = {}) {
  std::vector<std::string> clauses;
  for (const auto& clause : split_clauses(text, limits)) clauses.emplace_back(text.substr(clause.begin, clause.end - clause.begin));
  return clauses;
}

TEST(ClauseSplitter, SentencesAreClauses) {
  EXPECT_THAT(clauses_of("That is right. What is a mutex? Go on!"), ElementsAre("That is right.", "What is a mutex?", "Go on!"));
}

TEST(ClauseSplitter, NumbersNamesAndAbbreviationsAreNotCut) {
  EXPECT_THAT(clauses_of("It takes 3.14 ms, e.g. Node.js is v1.2 here."), ElementsAre("It takes 3.14 ms,", "e.g. Node.js is v1.2 here."));
  EXPECT_THAT(clauses_of("About 1,000,000 rows, i.e. Postgres vs. MySQL."), ElementsAre("About 1,000,000 rows, i.e. Postgres vs. MySQL."));
  EXPECT_THAT(clauses_of("Stacks, queues, etc. Then trees."), ElementsAre("Stacks, queues, etc.", "Then trees."));
  EXPECT_THAT(clauses_of("Call std:: here."), ElementsAre("Call std:: here."));
}

TEST(ClauseSplitter, LongSentencesAreCutAtCommasThenAtConjunctions) {
  EXPECT_THAT(
      clauses_of("When a thread takes a lock that another one holds, it waits until the lock is free and then it goes on with its work."),
      ElementsAre("When a thread takes a lock", "that another one holds,", "it waits until the lock is free and then it goes on", "with its work."));
}

TEST(ClauseSplitter, NoClauseIsLongerThanItsLimit) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "word ";

  const auto clauses = split_clauses(text);

  for (std::size_t i = 0; i < clauses.size(); ++i) {
    const auto clause = text.substr(clauses[i].begin, clauses[i].end - clauses[i].begin);
    EXPECT_LE(std::count(clause.begin(), clause.end(), ' ') + 1, i == 0 ? 8 : 14);
  }
}

TEST(ClauseSplitter, BordersSayHowLongToRest) {
  const auto clauses = split_clauses("Now listen closely to this next part: one two three four five six seven, eight nine ten. End");

  ASSERT_EQ(clauses.size(), 3U);
  EXPECT_EQ(clauses[0].border, Border::Colon);
  EXPECT_EQ(clauses[1].border, Border::Sentence);
  EXPECT_EQ(clauses[2].border, Border::Sentence);
}

TEST(ClauseSplitter, NothingGivesNothing) {
  EXPECT_TRUE(split_clauses("").empty());
  EXPECT_TRUE(split_clauses(" \n\t ").empty());
}

TEST(ClauseSplitter, EveryWordIsInExactlyOneClauseWhateverTheText) {
  std::mt19937 random(3);
  constexpr std::string_view kAlphabet = "ab A.,;:?!-\"'()[ ]\n 1\xe2\x80\x94";
  for (int round = 0; round < 500; ++round) {
    std::string text;
    for (int i = 0; i < 200; ++i) text += kAlphabet[random() % kAlphabet.size()];

    std::size_t at = 0;
    for (const auto& clause : split_clauses(text)) {
      ASSERT_LT(clause.begin, clause.end);
      ASSERT_EQ(text.substr(at, clause.begin - at).find_first_not_of(" \n"), std::string::npos);
      at = clause.end;
    }
    ASSERT_EQ(text.substr(at).find_first_not_of(" \n"), std::string::npos);
  }
}

}  // namespace
}  // namespace codevoice::speech
