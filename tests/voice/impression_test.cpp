#include "voice/impression.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace codevoice::voice {
namespace {

std::string refused(const std::string& text) {
  const auto weights = ImpressionWeights::parse(text);
  EXPECT_FALSE(weights);
  return weights ? "" : weights.error().message;
}

TEST(Impression, IsTheBaseAndEachNumberByItsWeight) {
  const auto weights = ImpressionWeights::parse("# why\n-1.5\n0.5  2 # two\n\n-3e-1\n").value();
  const std::vector<float> impression{2.0F, 1.0F, 10.0F};

  EXPECT_FLOAT_EQ(weights.base, -1.5F);
  EXPECT_FLOAT_EQ(weights.rate(impression).value(), -1.5F + 1.0F + 2.0F - 3.0F);
}

TEST(Impression, OfAnotherModelSaysNothing) {
  const auto weights = ImpressionWeights::parse("0\n1 1\n").value();

  EXPECT_FALSE(weights.rate(std::vector<float>{1.0F}).has_value());
  EXPECT_FALSE(weights.rate({}).has_value());
  EXPECT_FALSE(weights.rate(std::vector<float>{1.0F, std::numeric_limits<float>::quiet_NaN()}).has_value());
}

TEST(Impression, WhatIsWrongIsNamedWithItsLine) {
  EXPECT_EQ(refused("1\n2 x\n"), "impression weights, line 2 has no numbers");
  EXPECT_EQ(refused("1\n2 3,4\n"), "impression weights, line 2 has no numbers");
  EXPECT_EQ(refused("1 inf\n"), "impression weights, line 1 has no numbers");
  EXPECT_EQ(refused("1\n"), "impression weights: there are none");
  EXPECT_EQ(refused(""), "impression weights: there are none");
}

TEST(Impression, TheBinarysFitTheTurnModels) { EXPECT_EQ(impression_weights().weights.size(), 1920U); }

}  // namespace
}  // namespace codevoice::voice
