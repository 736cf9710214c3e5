#include "interview/question.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace codevoice::interview {
namespace {

Question named(std::string id) {
  Question question;
  question.id = std::move(id);
  return question;
}

TEST(Question, DifficultyIsReadInAnyCase) {
  EXPECT_EQ(difficulty_of("hard").value(), Difficulty::Hard);
  EXPECT_EQ(difficulty_of("EASY").value(), Difficulty::Easy);
  EXPECT_EQ(difficulty_of("Medium").value(), Difficulty::Medium);
  EXPECT_EQ(difficulty_of("tough").error().kind, ErrorKind::Invalid);
}

TEST(Question, DocumentsAreMergedInOrder) {
  const auto merged = merge_questions({{named("a"), named("b")}, {}, {named("c")}});

  ASSERT_TRUE(merged);
  ASSERT_EQ(merged->size(), 3U);
  EXPECT_EQ((*merged)[2].id, "c");
}

TEST(Question, AnIdInTwoDocumentsIsAConflict) {
  const auto merged = merge_questions({{named("a")}, {named("a")}});

  ASSERT_FALSE(merged);
  EXPECT_EQ(merged.error().kind, ErrorKind::Conflict);
  EXPECT_NE(merged.error().message.find("'a'"), std::string::npos);
}

}  // namespace
}  // namespace codevoice::interview
