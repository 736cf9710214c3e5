#include "interview/script.hpp"

#include <gtest/gtest.h>

#include <set>

#include "interview/rehearsal.hpp"

namespace codevoice::interview {
namespace {

TEST(Script, NeedsQuestionsTimeAndTexts) {
  EXPECT_FALSE(Script::create({}));
  auto no_time = test::config_by_seed(1);
  no_time.length = std::chrono::minutes{0};
  EXPECT_FALSE(Script::create(no_time));
  auto no_text = test::config_by_seed(1);
  no_text.questions[2].text.clear();
  const auto refused = Script::create(no_text);

  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find(no_text.questions[2].id), std::string::npos);
}

TEST(Script, InterviewsShareTheRubricsOfTheBank) {
  const auto config = test::config_by_seed(1);

  const auto one = Script::create(config).value();
  const auto other = Script::create(config).value();

  for (std::size_t i = 0; i < one.size(); ++i) EXPECT_EQ(&one.rubric(i), &other.rubric(i));
}

TEST(Script, ACueThatDoesNotParseNamesItsPoint) {
  auto config = test::config_by_seed(1);
  config.questions[1].expected_key_points[0].cues = {"a + b > c"};
  config.questions[1].rubric.reset();
  const auto refused = Script::create(config);

  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find(config.questions[1].id), std::string::npos);
}

TEST(Script, EveryPraiseOfAnInterviewIsAnother) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const auto script = Script::create(test::config_by_seed(seed, 8)).value();
    std::set<std::string> all;
    for (std::size_t q = 0; q < script.size(); ++q) {
      for (std::size_t p = 0; p < script.question(q).expected_key_points.size(); ++p) {
        EXPECT_TRUE(all.insert(script.praise(q, p)).second) << script.praise(q, p);
        EXPECT_NE(script.praise(q, p).find(", " + script.question(q).expected_key_points[p].praise + "."), std::string::npos);
      }
    }
  }
}

TEST(Script, TwoPointsOfAQuestionAreNotPraisedWithOneLead) {
  const auto script = Script::create(test::config_by_seed(5, 8)).value();
  for (std::size_t q = 0; q < script.size(); ++q) {
    std::set<std::string> leads;
    for (std::size_t p = 0; p < script.question(q).expected_key_points.size(); ++p) {
      const std::string& praise = script.praise(q, p);
      EXPECT_TRUE(leads.insert(praise.substr(0, praise.find(','))).second) << praise;
    }
  }
}

}  // namespace
}  // namespace codevoice::interview
