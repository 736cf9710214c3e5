#include "llm/sse_parser.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace codevoice::llm {
namespace {

std::vector<std::string> events_of(const std::string& bytes, std::size_t step) {
  SseParser parser;
  std::vector<std::string> events;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    parser.feed(std::string_view(bytes).substr(at, step));
    while (auto event = parser.next()) events.push_back(std::move(*event));
  }
  return events;
}

TEST(SseParser, EventsAreTheSameHoweverTheBytesAreCut) {
  const std::string bytes =
      "\xEF\xBB\xBF"
      "data: one\n\n: a comment\nevent: message\nid: 7\ndata: two\r\ndata:three\r\n\r\ndata\n\nretry: 10\n\ndata: {\"a\":1}\r\r";
  const std::vector<std::string> expected{"one", "two\nthree", "", "{\"a\":1}"};

  for (std::size_t step = 1; step <= bytes.size(); ++step) EXPECT_EQ(events_of(bytes, step), expected) << "step " << step;
}

TEST(SseParser, AnEventIsToldOnlyWhenItIsWhole) {
  SseParser parser;

  parser.feed("data: half\n");
  EXPECT_FALSE(parser.next().has_value());
  parser.feed("\n");

  EXPECT_EQ(parser.next(), "half");
}

TEST(SseParser, FieldsThatOnlyBeginLikeDataAreNone) { EXPECT_TRUE(events_of("database: x\n\n", 100).empty()); }

TEST(SseParser, AnEventWithoutEndIsDroppedAndTold) {
  SseParser parser;

  parser.feed("data: " + std::string(SseParser::kMostEvent + 10, 'x'));
  parser.feed("\n\ndata: next\n\n");

  EXPECT_TRUE(parser.overflowed());
  EXPECT_EQ(parser.next(), "next");
}

TEST(SseParser, ManySmallLinesCannotGrowWithoutEndEither) {
  SseParser parser;
  const std::string line = "data: " + std::string(1000, 'y') + "\n";

  for (int i = 0; i < 2000; ++i) parser.feed(line);
  parser.feed("\n");

  EXPECT_TRUE(parser.overflowed());
  EXPECT_FALSE(parser.next().has_value());
}

}  // namespace
}  // namespace codevoice::llm
