#include "interview/phrasebook.hpp"

#include <gtest/gtest.h>

#include <set>

namespace codevoice::interview {
namespace {

TEST(Phrasebook, EveryWordingComesOnceThenNone) {
  const Phrasebook book(7);
  PhraseCounts used;
  std::set<std::string> said;
  while (const auto phrase = book.take(Occasion::Thanks, used)) EXPECT_TRUE(said.insert(*phrase).second) << *phrase;

  EXPECT_EQ(said.size(), phrases(Occasion::Thanks).size());
  EXPECT_EQ(book.take(Occasion::Thanks, used), std::nullopt);
}

TEST(Phrasebook, PeekingUsesNothingUp) {
  const Phrasebook book(7);
  PhraseCounts used;
  const auto next = book.peek(Occasion::Next, used);

  EXPECT_TRUE(used.empty());
  EXPECT_EQ(book.take(Occasion::Next, used), next);
  EXPECT_NE(book.peek(Occasion::Next, used), next);
}

TEST(Phrasebook, TheSeedSetsTheOrder) {
  std::set<std::string> firsts;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    PhraseCounts used;
    PhraseCounts used_again;
    const auto first = Phrasebook(seed).take(Occasion::Thanks, used);
    EXPECT_EQ(Phrasebook(seed).take(Occasion::Thanks, used_again), first);
    firsts.insert(first.value());
  }

  EXPECT_GE(firsts.size(), 10U);
}

TEST(Phrasebook, OccasionsAreCountedApart) {
  const Phrasebook book(1);
  PhraseCounts used;
  book.take(Occasion::Thanks, used);
  book.take(Occasion::Thanks, used);
  book.take(Occasion::Next, used);

  EXPECT_EQ(used.at(Occasion::Thanks), 2U);
  EXPECT_EQ(used.at(Occasion::Next), 1U);
}

TEST(Phrasebook, NumbersAreSaidAsWords) {
  EXPECT_EQ(counted(0, "question", "questions"), "no questions");
  EXPECT_EQ(counted(1, "minute", "minutes"), "one minute");
  EXPECT_EQ(counted(20, "minute", "minutes"), "twenty minutes");
  EXPECT_EQ(counted(45, "minute", "minutes"), "forty-five minutes");
  EXPECT_EQ(counted(120, "minute", "minutes"), "120 minutes");
}

}  // namespace
}  // namespace codevoice::interview
