#include "voice/turn_weights.hpp"

#include <gtest/gtest.h>

#include <string>

namespace codevoice::voice {
namespace {

constexpr auto kAll =
    "# what for\n"
    "rule 0.5\nwords 0\nlast_sentence 0\nsentences 0\ncomma -1.5\ntrailing 0\nquestion 0   # why\n"
    "\n"
    "voice 0\nend 0\nend_in_range 0\nslope 0\nlong_slope 0\nfall 0\nrise 0\nlast_second 0\nrange 0\n"
    "impression 0\nimpression_first 0.75\nimpression_newest 0\n"
    "base 0.25\nmodel_first 0\nmodel_newest 0\nmodel_sure_not 0\nsure 2\nundecided 1\ngoes_on -1\nsoon_ms 660\n";

std::string refused(const std::string& text) {
  const auto weights = TurnWeights::parse(text);
  EXPECT_FALSE(weights);
  return weights ? "" : weights.error().message;
}

TEST(TurnWeights, ReadsNamesAndNumbersAndSkipsComments) {
  const auto weights = TurnWeights::parse(kAll).value();

  EXPECT_FLOAT_EQ(weights.rule, 0.5F);
  EXPECT_FLOAT_EQ(weights.comma, -1.5F);
  EXPECT_FLOAT_EQ(weights.impression_first, 0.75F);
  EXPECT_FLOAT_EQ(weights.soon_ms, 660.0F);
}

TEST(TurnWeights, WhatIsWrongIsNamedWithItsLine) {
  const std::string all = kAll;

  EXPECT_EQ(refused(all + "speed 1\n"), "turn weights, line 30: 'speed 1' is no weight");
  EXPECT_EQ(refused(all + "rule 2\n"), "turn weights, line 30: 'rule 2' is there twice");
  EXPECT_EQ(refused("rule\n"), "turn weights, line 1: 'rule' has no number");
  EXPECT_EQ(refused("rule 1,5\n"), "turn weights, line 1: 'rule 1,5' has no number");
  EXPECT_EQ(refused("rule inf\n"), "turn weights, line 1: 'rule inf' has no number");
  EXPECT_EQ(refused(" rule 1\n"), "turn weights, line 1: ' rule 1' begins with a blank");
  EXPECT_EQ(refused("rule 1\n"), "turn weights: 'words' is missing");
}

TEST(TurnWeights, ThresholdsMustBeInOrder) {
  std::string all = kAll;
  all.replace(all.find("sure 2\n"), 7, "sure 1\n");

  EXPECT_EQ(refused(all), "turn weights: sure > undecided >= goes_on and soon_ms > 0 must hold");
}

TEST(TurnWeights, ThoseInTheBinaryMakeSense) {
  const auto& weights = turn_weights();

  EXPECT_GT(weights.sure, weights.undecided);
  EXPECT_GE(weights.undecided, weights.goes_on);
  EXPECT_GE(weights.soon_ms, 300.0F);
  EXPECT_LE(weights.soon_ms, 900.0F);
}

}  // namespace
}  // namespace codevoice::voice
