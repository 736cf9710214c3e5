#include "base/json_values.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "base/ascii.hpp"

namespace codevoice {
namespace {

TEST(JsonValues, WhatIsNotThereOrOfAnotherTypeIsWhatTheCallerSays) {
  const auto value = boost::json::parse(R"({"text":"a","flag":true,"number":5,"texts":["a",1,"b"],"null":null})");
  const auto& object = value.as_object();

  EXPECT_EQ(text_in(object, "text"), "a");
  EXPECT_EQ(text_in(object, "number", "x"), "x");
  EXPECT_EQ(text_in(object, "nothing", "x"), "x");
  EXPECT_TRUE(flag_in(object, "flag", false));
  EXPECT_FALSE(flag_in(object, "text", false));
  EXPECT_EQ(number_in(object, "number", 7), 5);
  EXPECT_EQ(number_in(object, "null", 7), 7);
  EXPECT_EQ(texts_in(object, "texts"), (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(texts_in(object, "text").empty());
  EXPECT_TRUE(text_or_null("").is_null());
  EXPECT_EQ(text_or_null("a"), "a");
}

TEST(Ascii, OnlyItsOwnLettersBecomeSmall) { EXPECT_EQ(ascii_lower("AbZ-\xC3\x9C 9"), "abz-\xC3\x9C 9"); }

}  // namespace
}  // namespace codevoice
