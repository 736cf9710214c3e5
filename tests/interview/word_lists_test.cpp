#include "interview/word_lists.hpp"

#include <gtest/gtest.h>

namespace codevoice::interview {
namespace {

TEST(WordLists, ContractionsHoldTheirNegation) {
  EXPECT_EQ(parts_of_contraction("doesnt"), (std::vector<std::string_view>{"does", "not"}));
  EXPECT_EQ(parts_of_contraction("cannot"), (std::vector<std::string_view>{"can", "not"}));
  EXPECT_TRUE(parts_of_contraction("stack").empty());
}

TEST(WordLists, NoFillerNegates) {
  for (const auto* word : {"not", "no", "never", "without", "neither", "nor", "none", "nothing", "nobody"}) {
    EXPECT_TRUE(is_negator(word));
    EXPECT_FALSE(is_filler(word));
  }
  EXPECT_FALSE(is_negator("knot"));
}

TEST(WordLists, NumberWordsHaveValues) {
  EXPECT_EQ(value_of_number_word("seventeen"), 17U);
  EXPECT_EQ(value_of_number_word("thousand"), 1000U);
  EXPECT_FALSE(value_of_number_word("many"));
}

TEST(WordLists, ALongerRewriteComesBeforeAShorterOne) {
  const auto& list = rewrites();

  for (std::size_t i = 1; i < list.size(); ++i) EXPECT_GE(list[i - 1].from.size(), list[i].from.size());
}

}  // namespace
}  // namespace codevoice::interview
