#include "interview/negation.hpp"

#include <gtest/gtest.h>

namespace codevoice::interview {
namespace {

/// The words that are negated.
std::string negated(std::string_view text) {
  const auto words = words_of(text);
  const auto flags = negated_words(words);
  std::string all;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (flags[i]) all += (all.empty() ? "" : " ") + words[i].text;
  }
  return all;
}

TEST(Negation, ReachesTheNextWords) {
  EXPECT_EQ(negated("threads do not share memory"), "share memory");
  EXPECT_EQ(negated("it never blocks"), "blocks");
  EXPECT_EQ(negated("it works without locks"), "locks");
  EXPECT_EQ(negated("processes can't see each other"), "see each other");
}

TEST(Negation, EndsAtACommaATurnOrANewStatement) {
  EXPECT_EQ(negated("no, the heap is slower"), "");
  EXPECT_EQ(negated("not shared but private"), "shared");
  EXPECT_EQ(negated("it is not shared and each has its own"), "shared");
  EXPECT_EQ(negated("They do not share. Memory is private."), "share");
}

TEST(Negation, DoesNotReachFar) { EXPECT_EQ(negated("not one two because heap"), "1 2"); }

TEST(Negation, AConditionIsNoNegation) {
  EXPECT_EQ(negated("it is not freed until you free it"), "");
  EXPECT_EQ(negated("you can not write without holding the lock"), "");
  EXPECT_EQ(negated("whether or not the lock is held"), "");
  EXPECT_EQ(negated("not only the stack grows"), "");
}

}  // namespace
}  // namespace codevoice::interview
