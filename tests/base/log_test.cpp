#include "base/log.hpp"

#include <gtest/gtest.h>

namespace codevoice::log {
namespace {

TEST(Log, TextLineHasEventAndFields) {
  EXPECT_EQ(render("turn.ended", {{"session", "ab"}, {"silence_ms", 640}, {"sure", true}}, {}), "turn.ended session=ab silence_ms=640 sure=true");
}

TEST(Log, JsonEscapesWhatAPeerSent) {
  EXPECT_EQ(render("x", {{"reason", "a\"b\nc"}}, {.format = Format::Json}), R"("event":"x","reason":"a\"b\nc")");
}

TEST(Log, PersonalFieldsAreLeftOutUnlessAskedFor) {
  EXPECT_EQ(render("heard", {{"pii.text", "hello"}, {"words", 1}}, {}), "heard words=1");
  EXPECT_EQ(render("heard", {{"pii.text", "hello"}}, {.pii = true}), "heard pii.text=hello");
}

}  // namespace
}  // namespace codevoice::log
