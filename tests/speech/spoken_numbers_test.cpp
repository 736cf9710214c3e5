#include "speech/spoken_numbers.hpp"

#include <gtest/gtest.h>

namespace codevoice::speech {
namespace {

TEST(SpokenNumbers, CardinalsOfEverySize) {
  EXPECT_EQ(cardinal("0"), "zero");
  EXPECT_EQ(cardinal("19"), "nineteen");
  EXPECT_EQ(cardinal("100"), "one hundred");
  EXPECT_EQ(cardinal("1000007"), "one million seven");
  EXPECT_EQ(cardinal("4294967296"), "four billion two hundred ninety-four million nine hundred sixty-seven thousand two hundred ninety-six");
  EXPECT_EQ(cardinal("1234567890123"), "one two three four five six seven eight nine zero one two three");
}

TEST(SpokenNumbers, TellsHowMuchOfTheTextItStandsFor) {
  const auto length_of = [](std::string_view text) { return spoken_number(text).value_or(Spoken{}).length; };
  EXPECT_EQ(length_of("10 ms later"), 5U);
  EXPECT_EQ(length_of("10 more"), 2U);
  EXPECT_EQ(length_of("10."), 2U);
  EXPECT_EQ(length_of("10,20"), 2U);
  EXPECT_EQ(length_of("1,000,000,"), 9U);
  EXPECT_EQ(length_of("1.2.3.4:80"), 10U);
  EXPECT_EQ(length_of("2nd"), 3U);
  EXPECT_EQ(length_of("ten"), 0U);
  EXPECT_EQ(length_of(""), 0U);
}

TEST(SpokenNumbers, ALongRowOfThemIsReadToItsEnd) {
  std::string row = "1";
  for (int i = 0; i < 20'000; ++i) row += "-1";
  EXPECT_EQ(spoken_number(row).value_or(Spoken{}).length, row.size());
}

}  // namespace
}  // namespace codevoice::speech
