#include "store/question_repository.hpp"

#include "support/store_engine.hpp"

namespace codevoice::store {
namespace {

class QuestionRepositoryTest : public testing::TestWithParam<Engine> {};
INSTANTIATE_TEST_SUITE_P(On, QuestionRepositoryTest, test::kEngines, test::engine_name);

TEST_P(QuestionRepositoryTest, SavingTheBankTwiceKeepsOneOfEach) {
  const test::EmptyDatabase empty(GetParam());
  const auto database = empty.open_migrated();
  QuestionRepository questions(*database);
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
