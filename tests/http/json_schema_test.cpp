#include "http/json_schema.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace codevoice::http {
namespace {

namespace json = boost::json;

std::string places(const char* value, const char* schema, const char* named = "{}") {
  std::string all;
  for (const auto& problem : check_schema(json::parse(value), json::parse(schema).get_object(), json::parse(named).get_object())) {
    all += (all.empty() ? "" : " ") + problem.pointer;
  }
  return all;
}

TEST(JsonSchema, TypesAndLimits) {
  EXPECT_EQ(places("5", R"({"type":"string"})"), "/");
  EXPECT_EQ(places("null", R"({"type":["string","null"]})"), "");
  EXPECT_EQ(places("1.5", R"({"type":"integer"})"), "/");
  EXPECT_EQ(places("4", R"({"type":"integer","minimum":1,"maximum":3})"), "/");
  EXPECT_EQ(places("\"äöü\"", R"({"type":"string","maxLength":3})"), "");
  EXPECT_EQ(places("\"\"", R"({"type":"string","minLength":1})"), "/");
  EXPECT_EQ(places("\"b\"", R"({"enum":["a","c"]})"), "/");
  EXPECT_EQ(places("\"a\\u0000b\"", R"({"type":"string"})"), "/");
}

TEST(JsonSchema, PlacesInsideObjectsAndArrays) {
  const auto* schema =
      R"({"type":"object","required":["a"],"additionalProperties":false,"properties":{"a":{"type":"array","items":{"$ref":"#/components/schemas/X"},"maxItems":3,"uniqueItems":true}}})";
  const auto* named = R"({"X":{"type":"object","properties":{"n":{"type":"integer"}}}})";

  EXPECT_EQ(places(R"({"a":[{"n":1},{"n":"x"}]})", schema, named), "/a/1/n");
  EXPECT_EQ(places(R"({"b":1})", schema, named), "/a /b");
  EXPECT_EQ(places(R"({"a":[{},{}]})", schema, named), "/a");
  EXPECT_EQ(places(R"({"a":[1,2,3,4]})", schema, named), "/a");
}

TEST(JsonSchema, TellsTwentyThingsAtMost) {
  json::array many(100, json::value("x"));
  const auto problems = check_schema(many, json::parse(R"({"type":"array","items":{"type":"integer"}})").get_object(), {});

  EXPECT_EQ(problems.size(), 20U);
}

TEST(JsonSchema, AWholeNumberIsAnIntegerHoweverItIsWritten) {
  auto value = json::parse(R"({"a": [1.0, 1.5, -3e2], "b": 1e300})");
  make_integers(value);

  EXPECT_EQ(json::serialize(value), R"({"a":[1,1.5E0,-300],"b":1E300})");
}

TEST(JsonSchema, StringsThatSayNothingElseArePlain) {
  auto schema =
      json::parse(R"({"type":"object","properties":{"a":{"type":["string","null"]},"b":{"type":"string","format":"uuid"},"c":{"type":"integer"}}})");
  add_plain_pattern(schema);

  const auto& properties = schema.as_object().at("properties").as_object();
  EXPECT_TRUE(properties.at("a").as_object().contains("pattern"));
  EXPECT_FALSE(properties.at("b").as_object().contains("pattern"));
  EXPECT_FALSE(properties.at("c").as_object().contains("pattern"));
  EXPECT_EQ(places("\"x[i]\"", R"({"type":"string","pattern":"^[a-z]*$"})"), "/");
}

TEST(JsonSchema, ALongTextIsRefusedByItsLengthAndTakesNoStack) {
  const auto* pattern = R"({"type":"string","maxLength":600,"pattern":"^[^<]*$"})";
  const auto* no_limit = R"({"type":"string","pattern":"^[^<]*$"})";
  const auto text = "\"" + std::string(1'000'000, 'a') + "\"";

  EXPECT_EQ(places(text.c_str(), pattern), "/");
  EXPECT_EQ(places(text.c_str(), no_limit), "/");
}

TEST(JsonSchema, Formats) {
  for (const auto* good : {"a@b.co", "a.b+c@example.org", "ä@example.org"}) EXPECT_TRUE(is_email(good)) << good;
  for (const auto* bad : {"", "a", "@b.co", "a@", "a@b", "a b@c.de", "a@b@c.de", "a@.de", "a@b..de", "<a>@b.de"}) EXPECT_FALSE(is_email(bad)) << bad;
  EXPECT_EQ(places("\"x\"", R"({"type":"string","format":"uuid"})"), "/");
}

}  // namespace
}  // namespace codevoice::http
