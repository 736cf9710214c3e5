#include "session/price_table.hpp"

#include <gtest/gtest.h>

namespace codevoice::session {
namespace {

TEST(PriceTable, WhatIsLeftOutKeepsItsDefault) {
  const auto table = PriceTable::parse("stt_minute=0.01,llm_million_completion=2");

  ASSERT_TRUE(table) << table.error().message;
  EXPECT_DOUBLE_EQ(table->stt_minute, 0.01);
  EXPECT_DOUBLE_EQ(table->llm_million_completion, 2.0);
  EXPECT_DOUBLE_EQ(table->tts_thousand_characters, PriceTable{}.tts_thousand_characters);
}

TEST(PriceTable, NothingSetIsTheDefaultAndFreeIsNothing) {
  EXPECT_DOUBLE_EQ(PriceTable::parse("")->stt_minute, PriceTable{}.stt_minute);
  const Usage much{3600.0, 1e6, 1e6, 1e6};
  EXPECT_EQ(estimated_usd(*PriceTable::parse("free"), much), 0.0);
}

TEST(PriceTable, RefusesWhatItDoesNotKnow) {
  for (const auto* text :
       {"stt_minute", "stt_minute=", "stt_minute=x", "stt_minute=1x", "stt_minute=-1", "stt_minute=nan", "stt=1", "=", ",", "stt_minute=1,,"}) {
    const auto table = PriceTable::parse(text);
    ASSERT_FALSE(table) << text;
    EXPECT_EQ(table.error().kind, ErrorKind::Invalid);
  }
}

TEST(PriceTable, AnEstimateIsTheSumOfWhatWasUsed) {
  const PriceTable prices{0.6, 10.0, 1.0, 2.0};
  EXPECT_DOUBLE_EQ(estimated_usd(prices, {60.0, 0, 0, 0}), 0.6);
  EXPECT_DOUBLE_EQ(estimated_usd(prices, {0, 500.0, 0, 0}), 5.0);
  EXPECT_DOUBLE_EQ(estimated_usd(prices, {0, 0, 1e6, 5e5}), 2.0);
}

}  // namespace
}  // namespace codevoice::session
