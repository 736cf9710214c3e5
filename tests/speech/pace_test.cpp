#include "speech/pace.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace codevoice::speech {
namespace {

using namespace std::chrono_literals;

TEST(Pace, RestsAreOfTheirRangeAndVary) {
  for (const auto border : {Border::Comma, Border::Colon, Border::Sentence}) {
    const auto range = rest_range(border);
    std::set<std::chrono::milliseconds> rests;
    for (int i = 0; i < 200; ++i) {
      const auto rest = rest_after(border, "clause number " + std::to_string(i));
      EXPECT_GE(rest, range.least);
      EXPECT_LE(rest, range.most);
      rests.insert(rest);
    }
    EXPECT_GT(rests.size(), 30U);
    EXPECT_LT(*rests.begin(), range.least + 10ms);
    EXPECT_GT(*rests.rbegin(), range.most - 10ms);
  }
  EXPECT_EQ(rest_after(Border::Word, "anything"), 0ms);
}

TEST(Pace, ALongerBorderIsALongerRest) {
  EXPECT_LT(rest_range(Border::Comma).most, rest_range(Border::Colon).most);
  EXPECT_LT(rest_range(Border::Colon).least, rest_range(Border::Sentence).least);
}

TEST(Pace, TheSameWordsRestTheSame) { EXPECT_EQ(rest_after(Border::Sentence, "Let's begin."), rest_after(Border::Sentence, "Let's begin.")); }

TEST(Pace, NeighboursDiffer) {
  for (std::uint64_t i = 0; i < 200; ++i) {
    const RestRange range{170ms, 370ms};
    EXPECT_GT(std::chrono::abs(rest_of(range, i) - rest_of(range, i + 1)), 20ms) << i;
  }
}

}  // namespace
}  // namespace codevoice::speech
