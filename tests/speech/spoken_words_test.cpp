#include "speech/spoken_words.hpp"

#include <gtest/gtest.h>

namespace codevoice::speech {
namespace {

TEST(SpokenWords, NamesAreReplacedWholeAndTheLongestCounts) {
  EXPECT_EQ(spoken_name("async/await", 0).value_or(Spoken{}).said, "A-sync await");
  EXPECT_EQ(spoken_name("async", 0).value_or(Spoken{}).said, "A-sync");
  EXPECT_EQ(spoken_name("asyncio", 0), std::nullopt);
  EXPECT_EQ(spoken_name("in C++", 3).value_or(Spoken{}).length, 3U);
  EXPECT_EQ(spoken_name("my_async", 3), std::nullopt);
}

TEST(SpokenWords, CapitalsAreSpelledUnlessTheyAreSaidAsAWord) {
  EXPECT_EQ(spoken_word("API"), "A.P.I");
  EXPECT_EQ(spoken_word("APIs"), "A.P.I's");
  EXPECT_EQ(spoken_word("REST"), "REST");
  EXPECT_EQ(spoken_word("NAT"), "NAT");
  EXPECT_EQ(spoken_word("I"), "I");
  EXPECT_EQ(spoken_word("IMPORTANT"), "IMPORTANT");
}

TEST(SpokenWords, IdentifiersFallApartIntoWords) {
  EXPECT_EQ(spoken_word("snake_case_name"), "snake case name");
  EXPECT_EQ(spoken_word("kMaxSize"), "k max size");
  EXPECT_EQ(spoken_word("int32_t"), "int thirty-two t");
  EXPECT_EQ(spoken_word("__init__"), "dunder init");
  EXPECT_EQ(spoken_word("____"), "");
  EXPECT_EQ(spoken_word("p99"), "P ninety-nine");
  EXPECT_EQ(spoken_word("v2"), "version two");
}

TEST(SpokenWords, PlainWordsComeBackAsTheyAre) {
  for (const auto* word : {"process", "Threads", "a", "I"}) EXPECT_EQ(spoken_word(word), word);
}

}  // namespace
}  // namespace codevoice::speech
