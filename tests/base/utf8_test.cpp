#include "base/utf8.hpp"

#include <gtest/gtest.h>

namespace codevoice {
namespace {

std::u32string decode(std::string_view text) {
  std::u32string code_points;
  while (const auto code_point = take_code_point(text)) code_points += *code_point;
  return code_points;
}

TEST(Utf8, CodePointsOfEveryLengthGoThereAndBack) {
  const std::u32string code_points = U"a\u00e9\u02c8\u4f60\U0001f600";
  std::string text;
  for (const char32_t code_point : code_points) append_code_point(text, code_point);

  EXPECT_EQ(text, "a\xc3\xa9\xcb\x88\xe4\xbd\xa0\xf0\x9f\x98\x80");
  EXPECT_EQ(decode(text), code_points);
}

TEST(Utf8, TextIsToldFromOtherBytes) {
  for (const auto* text : {"", "plain", "\xc3\xa9\xe4\xbd\xa0\xf0\x9f\x98\x80"}) EXPECT_TRUE(is_utf8(text)) << text;
  for (const auto* bytes : {"a\xff", "\xc3", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\x80"}) EXPECT_FALSE(is_utf8(bytes));
}

TEST(Utf8, BrokenBytesAreSkipped) {
  EXPECT_EQ(decode("a\xff"
                   "b\xc3"),
            U"ab");
  EXPECT_EQ(decode("\xc0\xaf"), U"");          // an overlong slash
  EXPECT_EQ(decode("\xed\xa0\x80x"), U"x");    // a surrogate
  EXPECT_EQ(decode("\xf4\x90\x80\x80"), U"");  // beyond Unicode
  EXPECT_EQ(decode("\xe4\xbd"), U"");          // cut off
}

TEST(Utf8, PrefixesNeverCutACharacter) {
  EXPECT_EQ(utf8_prefix("aé", 2), "a");
  EXPECT_EQ(utf8_prefix("aé", 3), "aé");
  EXPECT_EQ(utf8_prefix("\x80\x80\x80", 2).size(), 2U);  // broken text still moves on
}

}  // namespace
}  // namespace codevoice
