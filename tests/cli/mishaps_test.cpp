#include "cli/mishaps.hpp"

#include <gtest/gtest.h>

#include <map>

namespace codevoice::cli {
namespace {

TEST(Mishaps, NothingGoesWrongWithoutASeed) {
  Mishaps mishaps;
  for (int i = 0; i < 100; ++i) EXPECT_EQ(mishaps.next(), Mishap::None);
}

TEST(Mishaps, TheSameSeedGivesTheSameOfEveryKind) {
  Mishaps one(7), same(7), another(8);
  std::map<Mishap, int> counts;
  int differ = 0;
  for (int i = 0; i < 1000; ++i) {
    const auto drawn = one.next();
    ++counts[drawn];
    EXPECT_EQ(drawn, same.next());
    differ += drawn == another.next() ? 0 : 1;
  }

  EXPECT_EQ(counts.size(), 6U);
  EXPECT_NEAR(counts[Mishap::None], 500, 60);
  EXPECT_GT(counts[Mishap::Vanish], 20);
  EXPECT_GT(differ, 400);
}

}  // namespace
}  // namespace codevoice::cli
