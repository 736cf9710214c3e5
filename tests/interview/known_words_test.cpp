#include "interview/known_words.hpp"

#include <gtest/gtest.h>

namespace codevoice::interview {
namespace {

TEST(KnownWords, TheFieldsNeighboursAreKnown) {
  for (const auto* word : {"polling", "pooling", "sharing", "sharding", "caching", "thread", "stack"}) EXPECT_TRUE(is_known_word(word)) << word;
}

TEST(KnownWords, ShortWordsAreNeverInQuestion) { EXPECT_TRUE(is_known_word("qxz")); }

TEST(KnownWords, ASlipIsNoKnownWord) {
  for (const auto* word : {"mutics", "semaphor", "idempotant"}) EXPECT_FALSE(is_known_word(word)) << word;
}

}  // namespace
}  // namespace codevoice::interview
