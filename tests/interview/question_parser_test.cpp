#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "interview/question.hpp"

namespace codevoice::interview {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kGood = R"(- id: stack-vs-heap
  topic: memory
  difficulty: EASY
  kind: comparison
  text: "What is the difference between the stack and the heap?"
  rephrase: "How do the two regions of memory differ?"
  vocabulary: ["stack", "heap"]
  expected_key_points:
    - id: speed
      text: "The stack is faster."
      weight: 2
      praise: "the stack is quicker"
      cues:
        - "stack + fast | faster"
      contra: ["heap + faster"]
      follow_up: "Which of the two is cheaper?"
  model_answer: "The stack is faster."
  wrong_answer: "They are the same."
)";

std::string with(std::string_view from, std::string_view to) {
  std::string text(kGood);
  const auto place = text.find(from);
  EXPECT_NE(place, std::string::npos) << from;
  return text.replace(place, from.size(), to);
}

std::string error_of(std::string_view yaml) {
  const auto questions = parse_questions(yaml, "bank.yaml");
  return questions ? "no error" : questions.error().message;
}

TEST(QuestionParser, ReadsEveryField) {
  const auto questions = parse_questions(kGood, "bank.yaml");

  ASSERT_TRUE(questions) << questions.error().message;
  const Question& question = questions->front();
  EXPECT_EQ(question.id, "stack-vs-heap");
  EXPECT_EQ(question.topic, "memory");
  EXPECT_EQ(question.difficulty, Difficulty::Easy);
  EXPECT_EQ(question.kind, QuestionKind::Comparison);
  EXPECT_EQ(question.vocabulary.size(), 2U);
  ASSERT_EQ(question.expected_key_points.size(), 1U);
  EXPECT_EQ(question.expected_key_points[0].weight, 2);
  EXPECT_EQ(question.expected_key_points[0].contra.front(), "heap + faster");
  EXPECT_EQ(question.expected_key_points[0].follow_up, "Which of the two is cheaper?");
}

TEST(QuestionParser, SaysWhichLineAndQuestionIsWrong) {
  EXPECT_EQ(error_of(with("weight: 2", "weight: 4")), "bank.yaml:11: question 'stack-vs-heap', point 'speed': 'weight' must be a number from 1 to 3");
  EXPECT_EQ(error_of(with("kind: comparison", "kind: riddle")),
            "bank.yaml:1: question 'stack-vs-heap': kind 'riddle' is none of definition, comparison, design, story, debugging");
  EXPECT_EQ(error_of(with("difficulty: EASY", "difficulty: SIMPLE")),
            "bank.yaml:1: question 'stack-vs-heap': difficulty 'SIMPLE' is none of EASY, MEDIUM, HARD");
  EXPECT_EQ(error_of(with("topic: memory", "topics: memory")), "bank.yaml:2: question 'stack-vs-heap': unknown field 'topics'");
  EXPECT_EQ(error_of(with("  topic: memory\n", "")), "bank.yaml:1: question 'stack-vs-heap': 'topic' is missing");
  EXPECT_EQ(error_of(with("id: stack-vs-heap", "id: Stack vs heap")), "bank.yaml:1: id 'Stack vs heap' must be small letters, digits and dashes");
}

TEST(QuestionParser, ACueThatCannotMatchIsRefused) {
  EXPECT_THAT(error_of(with("stack + fast | faster", "stack + fast | ")), HasSubstr("question 'stack-vs-heap', point 'speed': cue"));
  EXPECT_THAT(error_of(with("stack + fast | faster", "a + b > c")), HasSubstr("mixes"));
  EXPECT_THAT(error_of(with("heap + faster", "the | um")), HasSubstr("has no word that counts"));
}

// R25: what is spoken holds no code and no markup
TEST(QuestionParser, R25RefusesWhatCannotBeSpoken) {
  EXPECT_THAT(error_of(with("Which of the two is cheaper?", "Is `malloc` cheaper?")), HasSubstr("'follow_up' holds signs that cannot be spoken"));
  EXPECT_THAT(error_of(with("How do the two", "How do *the* two")), HasSubstr("'rephrase' holds signs"));
}

TEST(QuestionParser, TheSameIdTwiceIsRefused) {
  EXPECT_EQ(error_of(std::string(kGood) + std::string(kGood)), "bank.yaml:19: question 'stack-vs-heap' is there twice");
}

TEST(QuestionParser, WrongShapesAreErrorsNotCrashes) {
  for (const auto* yaml :
       {"", "just a text", "a: 1", "- 1", "- [a]", "- id: x\n  expected_key_points: 3", "- {id: x, topic: [a]}", "- {", "\xFF\xFE"}) {
    EXPECT_NE(error_of(yaml), "no error") << yaml;
  }
  EXPECT_NE(error_of(with("[\"stack\", \"heap\"]", "[]")), "no error");
  EXPECT_NE(error_of(with("weight: 2", "weight: two")), "no error");
  EXPECT_NE(error_of(with("praise: \"the stack is quicker\"", "praise: \" \"")), "no error");
}

TEST(QuestionParser, EveryCutOfAFileIsAnErrorOrAList) {
  for (std::size_t length = 0; length < kGood.size(); ++length) {
    const auto questions = parse_questions(kGood.substr(0, length), "bank.yaml");
    EXPECT_TRUE(questions || questions.error().kind == ErrorKind::Invalid);
  }
}

}  // namespace
}  // namespace codevoice::interview
