#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "interview/bank.hpp"
#include "interview/interviewer.hpp"

namespace codevoice::interview {
namespace {

using ::testing::HasSubstr;

std::vector<std::string> ids(const std::vector<Question>& questions) {
  std::vector<std::string> all;
  for (const Question& question : questions) all.push_back(question.id);
  return all;
}

Question made(std::string id, std::string topic, Difficulty difficulty) {
  Question question;
  question.id = std::move(id);
  question.topic = std::move(topic);
  question.difficulty = difficulty;
  return question;
}

std::vector<Question> small_bank() {
  std::vector<Question> bank;
  for (const auto* topic : {"a", "b", "c"}) {
    for (const auto level : {Difficulty::Hard, Difficulty::Medium, Difficulty::Easy}) {
      for (int i = 0; i < 2; ++i) bank.push_back(made(std::string(topic) + std::string(name_of(level)) + std::to_string(i), topic, level));
    }
  }
  return bank;
}

TEST(ChooseQuestions, TheSameSeedChoosesTheSame) {
  Selection selection;
  selection.seed = 7;

  const auto once = choose_questions(small_bank(), selection).value();
  const auto again = choose_questions(small_bank(), selection).value();

  EXPECT_EQ(ids(once), ids(again));
}

TEST(ChooseQuestions, SeedsDiffer) {
  std::set<std::vector<std::string>> choices;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Selection selection;
    selection.seed = seed;
    choices.insert(ids(choose_questions(small_bank(), selection).value()));
  }

  EXPECT_GT(choices.size(), 10U);
}

TEST(ChooseQuestions, BeginsEasyAndEndsHard) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Selection selection;
    selection.seed = seed;

    const auto chosen = choose_questions(small_bank(), selection).value();

    EXPECT_EQ(chosen.front().difficulty, Difficulty::Easy);
    EXPECT_EQ(chosen.back().difficulty, Difficulty::Hard);
    EXPECT_TRUE(std::ranges::is_sorted(chosen, {}, &Question::difficulty));
    const auto unique = ids(chosen);
    EXPECT_EQ(std::set<std::string>(unique.begin(), unique.end()).size(), 5U);
  }
}

TEST(ChooseQuestions, SpreadsOverTopics) {
  Selection selection;
  selection.count = 6;
  for (selection.seed = 0; selection.seed < 20; ++selection.seed) {
    std::map<std::string, int> per_topic;

    const auto chosen = choose_questions(small_bank(), selection).value();
    for (const Question& question : chosen) ++per_topic[question.topic];

    EXPECT_THAT(per_topic, ::testing::UnorderedElementsAre(std::pair("a", 2), std::pair("b", 2), std::pair("c", 2)));
  }
}

TEST(ChooseQuestions, KeepsToTopicAndDifficulty) {
  Selection selection;
  selection.topics = {"b"};
  selection.difficulty = Difficulty::Medium;
  selection.count = 2;

  const auto chosen = choose_questions(small_bank(), selection).value();

  for (const Question& question : chosen) {
    EXPECT_EQ(question.topic, "b");
    EXPECT_EQ(question.difficulty, Difficulty::Medium);
  }
}

TEST(ChooseQuestions, TooFewSaysHowManyThereAre) {
  Selection selection;
  selection.topics = {"b"};
  selection.count = 7;

  const auto chosen = choose_questions(small_bank(), selection);

  ASSERT_FALSE(chosen);
  EXPECT_EQ(chosen.error().kind, ErrorKind::NotFound);
  EXPECT_THAT(chosen.error().message, HasSubstr("7 questions on b were asked for, there are 6; topics of the bank: a, b, c"));
}

TEST(ChooseQuestions, NoneAtAllIsRefused) {
  Selection selection;
  selection.count = 0;

  EXPECT_EQ(choose_questions(small_bank(), selection).error().kind, ErrorKind::Invalid);
}

TEST(ChooseQuestions, TheShippedBankFillsAnInterviewOfEachLevel) {
  for (const auto level : {Difficulty::Easy, Difficulty::Medium, Difficulty::Hard}) {
    Selection selection;
    selection.difficulty = level;

    EXPECT_TRUE(choose_questions(test::whole_bank(), selection)) << name_of(level);
  }
}

}  // namespace
}  // namespace codevoice::interview
