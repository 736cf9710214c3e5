#include "interview/question_json.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "interview/coverage.hpp"

namespace codevoice::interview {
namespace {

namespace json = boost::json;

json::object draft() {
  return {{"text", "What is a \"cache\"?"},
          {"difficulty", "EASY"},
          {"expected_key_points", {"It keeps copies of slow data close to the reader.", json::object{{"text", "Copies go stale."}, {"weight", 3}}}}};
}

TEST(QuestionJson, WhatAPersonSendsBecomesAWholeQuestion) {
  const auto question = question_from_json(draft(), "cache");

  ASSERT_TRUE(question) << question.error().message;
  EXPECT_EQ(question->id, "cache");
  EXPECT_EQ(question->text, "What is a \"cache\"?");
  EXPECT_EQ(question->rephrase, question->text);
  ASSERT_EQ(question->expected_key_points.size(), 2U);
  EXPECT_EQ(question->expected_key_points[0].praise, "it keeps copies of slow data close to the reader");
  EXPECT_EQ(question->expected_key_points[1].weight, 3);
  EXPECT_EQ(question->expected_key_points[1].id, "copies-go-stale");
}

TEST(QuestionJson, DerivedCuesHearThePointAndNotAnything) {
  const auto question = question_from_json(draft(), "cache");
  ASSERT_TRUE(question);

  const auto right = question->rubric->judge("Well, you keep copies of the data near the reader. But the copies can become stale.");
  const auto wrong = question->rubric->judge("It is a kind of lock that threads take.");

  EXPECT_TRUE(right[0].covered);
  EXPECT_TRUE(right[1].covered);
  EXPECT_FALSE(wrong[0].covered || wrong[1].covered);
}

TEST(QuestionJson, AWholeQuestionComesBackAsItWas) {
  const auto question = question_from_json(draft(), "cache");
  ASSERT_TRUE(question);
  auto written = to_json(*question);

  const auto again = question_from_json(written, "cache");

  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(to_json(*again), written);
}

TEST(QuestionJson, WhatIsWrongIsNamed) {
  auto no_points = draft();
  no_points.erase("expected_key_points");
  auto hard = draft();
  hard["difficulty"] = "IMPOSSIBLE";
  auto signs = draft();
  signs["text"] = "What does x[i] do?";
  auto numbers = draft();
  numbers["expected_key_points"] = json::array{1, 2};
  auto unknown = draft();
  unknown["colour"] = "red";

  for (const auto& [in, word] : std::vector<std::pair<json::object, std::string>>{
           {no_points, "expected_key_points"}, {hard, "IMPOSSIBLE"}, {signs, "spoken"}, {numbers, "text"}, {unknown, "colour"}}) {
    const auto made = question_from_json(in, "cache");
    ASSERT_FALSE(made) << word;
    EXPECT_EQ(made.error().kind, ErrorKind::Invalid);
    EXPECT_NE(made.error().message.find(word), std::string::npos) << made.error().message;
  }
}

TEST(QuestionJson, LettersOfAllKindsAndOddTextsThrowNothing) {
  for (const auto* text : {"¿Qué es <b>?", "\xff\xfe", "", "  ", "…"}) {
    auto in = draft();
    in["text"] = text;
    in["expected_key_points"] = json::array{text};
    const auto made = question_from_json(in, "odd");
    EXPECT_TRUE(!made || !made->text.empty());
  }
}

TEST(QuestionJson, SlugsAreSmallLettersDigitsAndDashes) {
  EXPECT_EQ(slug_of("What is O(n log n)?"), "what-is-o-n-log-n");
  EXPECT_EQ(slug_of("漢字"), "");
  EXPECT_EQ(slug_of("abcdef", 3), "abc");
}

}  // namespace
}  // namespace codevoice::interview
