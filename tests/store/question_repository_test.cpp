#include "store/question_repository.hpp"

#include <gtest/gtest.h>

#include "support/temp_dir.hpp"

namespace codevoice::store {
namespace {

TEST(QuestionRepository, SavingTheBankTwiceKeepsOneOfEach) {
  test::TempDir folder;
  auto database = Database::open(folder.file("codevoice.db"));
  ASSERT_TRUE(database);
  ASSERT_TRUE((*database)->migrate());
  QuestionRepository questions(**database);
  interview::Question question;
  question.id = "process-vs-thread";
  question.topic = "operating-systems";
  question.text = "What is the difference?";

  ASSERT_TRUE(questions.save({question}));
  ASSERT_TRUE(questions.save({question}));

  EXPECT_EQ(questions.count(), 1);
}

}  // namespace
}  // namespace codevoice::store
