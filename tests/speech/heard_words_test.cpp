#include "speech/heard_words.hpp"

#include <gtest/gtest.h>

namespace codevoice::speech {
namespace {

using namespace std::chrono_literals;

TEST(HeardWords, AGuessFollowsTheFinalsAndIsReplaced) {
  HeardWords words;
  words.add_final({{"a", 0ms, 100ms, 0.8F}});
  words.set_guess({{"bee", 100ms, 200ms, 0.4F}});
  EXPECT_EQ(words.all().text, "a bee");
  words.set_guess({{"b", 100ms, 200ms, 0.6F}, {"c", 200ms, 300ms, 0.4F}});

  const auto all = words.all();

  EXPECT_EQ(all.text, "a b c");
  EXPECT_EQ(all.raw_text, "a b c");
  EXPECT_EQ(all.begin, 0ms);
  EXPECT_EQ(all.end, 300ms);
  EXPECT_NEAR(all.confidence, 0.6, 0.001);
  EXPECT_EQ(words.finals().text, "a");
}

TEST(HeardWords, AreTakenUpToATimeByTheirMiddle) {
  HeardWords words;
  words.add_final({{"a", 0ms, 100ms, 1.0F}, {"b", 100ms, 200ms, 1.0F}});
  words.set_guess({{"c", 200ms, 300ms, 1.0F}});

  EXPECT_EQ(words.take(160ms).text, "a b");
  EXPECT_EQ(words.all().text, "c");
  EXPECT_TRUE(words.take(1s).is_final);
  EXPECT_TRUE(words.all().text.empty());
}

}  // namespace
}  // namespace codevoice::speech
