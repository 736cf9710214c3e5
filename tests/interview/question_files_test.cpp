#include "interview/question_files.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "interview/csv.hpp"
#include "interview/question_json.hpp"

namespace codevoice::interview {
namespace {

constexpr auto kTwo = R"([
  {"text": "What is a \"cache\", in short?", "difficulty": "EASY", "topic": "memory", "expected_key_points": ["It keeps copies of slow data close.", "Copies go stale."]},
  {"id": "locks", "text": "What is a lock?", "difficulty": "HARD", "expected_key_points": [{"text": "One thread at a time enters.", "weight": 3}]}
])";

std::vector<Question> two() {
  auto read = read_questions(QuestionFormat::Json, kTwo);
  EXPECT_TRUE(read) << read.error().message;
  return read ? *read : std::vector<Question>();
}

TEST(QuestionFiles, AnIdIsMadeOfTheTextWhereThereIsNone) {
  const auto questions = two();

  ASSERT_EQ(questions.size(), 2U);
  EXPECT_EQ(questions[0].id, "what-is-a-cache-in-short");
  EXPECT_EQ(questions[1].id, "locks");
  EXPECT_EQ(questions[1].expected_key_points[0].weight, 3);
}

TEST(QuestionFiles, JsonAndYamlComeBackWhole) {
  for (const auto format : {QuestionFormat::Json, QuestionFormat::Yaml}) {
    const auto again = read_questions(format, write_questions(format, two()));

    ASSERT_TRUE(again) << again.error().message;
    ASSERT_EQ(again->size(), 2U);
    for (std::size_t i = 0; i < 2; ++i) EXPECT_EQ(to_json((*again)[i]), to_json(two()[i]));
  }
}

TEST(QuestionFiles, CsvComesBackWithWhatItHolds) {
  const auto again = read_questions(QuestionFormat::Csv, write_questions(QuestionFormat::Csv, two()));

  ASSERT_TRUE(again) << again.error().message;
  ASSERT_EQ(again->size(), 2U);
  EXPECT_EQ((*again)[0].text, "What is a \"cache\", in short?");
  ASSERT_EQ((*again)[0].expected_key_points.size(), 2U);
  EXPECT_EQ((*again)[0].expected_key_points[1].text, "Copies go stale.");
  EXPECT_EQ((*again)[1].difficulty, Difficulty::Hard);
}

TEST(QuestionFiles, AFileIsRefusedAsAWholeAndThePlaceNamed) {
  for (const auto& [format, text, word] : std::vector<std::tuple<QuestionFormat, std::string, std::string>>{
           {QuestionFormat::Json, "{}", "list"},
           {QuestionFormat::Json, "[{\"text\": 1", "file:1"},
           {QuestionFormat::Yaml, "- text: a\n- b\n", "line"},
           {QuestionFormat::Yaml, "- text: \"漢字\"\n", "neither an id"},
           {QuestionFormat::Csv, "text,difficulty\nx,EASY\n", "expected_key_points"},
           {QuestionFormat::Csv, "text,difficulty,expected_key_points\n\"x,EASY\n", "quote"},
           {QuestionFormat::Csv, "text,difficulty,expected_key_points\nWhat is x?,SOFT,Some point here\n", "line 2"},
           {QuestionFormat::Csv, "", "header"}}) {
    const auto read = read_questions(format, text);
    ASSERT_FALSE(read) << text;
    EXPECT_NE(read.error().message.find(word), std::string::npos) << read.error().message;
  }
}

TEST(QuestionFiles, TheSameIdTwiceIsRefused) {
  const auto read = read_questions(QuestionFormat::Csv,
                                   "text,difficulty,expected_key_points\nWhat is it?,EASY,Some good point\nWhat is it?,EASY,Some good point\n");

  ASSERT_FALSE(read);
  EXPECT_NE(read.error().message.find("twice"), std::string::npos);
}

TEST(Csv, QuotesCommasAndLineEndsInsideFields) {
  const auto rows = read_csv(
      "\xEF\xBB\xBF"
      "a,\"b, \"\"c\"\"\nd\",\r\n\r\n\"\",e");

  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 2U);
  EXPECT_EQ((*rows)[0], (CsvRow{"a", "b, \"c\"\nd", ""}));
  EXPECT_EQ((*rows)[1], (CsvRow{"", "e"}));
}

TEST(Csv, WhatIsWrittenIsReadAndNoSpreadsheetRunsIt) {
  const CsvRow row{"a", "b,\"c\"", "d\ne", ""};

  EXPECT_EQ(read_csv(csv_line(row))->front(), row);
  EXPECT_EQ(csv_line({"=1+1", "-x", "5"}), "'=1+1,'-x,5\r\n");
}

}  // namespace
}  // namespace codevoice::interview
