#include "interview/plan_json.hpp"

#include <gtest/gtest.h>

#include "interview/bank.hpp"

namespace codevoice::interview {
namespace {

TEST(PlanJson, TheSameInterviewComesBack) {
  const auto bank = test::whole_bank();
  InterviewConfig config;
  config.questions = {bank[3], bank[0]};
  config.length = std::chrono::minutes(35);
  config.feedback = FeedbackMode::Neutral;
  config.max_follow_ups = 1;
  config.recorded = true;
  config.seed = 18'446'744'073'709'551'615U;

  const auto back = plan_from_json(plan_to_json(config), bank);

  ASSERT_TRUE(back) << back.error().message;
  ASSERT_EQ(back->questions.size(), 2U);
  EXPECT_EQ(back->questions[0].id, bank[3].id);
  EXPECT_EQ(back->questions[1].text, bank[0].text);
  EXPECT_EQ(back->length, config.length);
  EXPECT_EQ(back->feedback, config.feedback);
  EXPECT_EQ(back->max_follow_ups, 1);
  EXPECT_TRUE(back->recorded);
  EXPECT_EQ(back->seed, config.seed);
}

TEST(PlanJson, AWholePlanNeedsNoBank) {
  const auto bank = test::whole_bank();
  InterviewConfig config;
  config.questions = {bank[3], bank[0]};
  config.length = std::chrono::minutes(35);
  config.seed = 7;

  const auto back = whole_plan_from_json(whole_plan_to_json(config));

  ASSERT_TRUE(back) << back.error().message;
  ASSERT_EQ(back->questions.size(), 2U);
  EXPECT_EQ(back->questions[0].expected_key_points[0].cues, bank[3].expected_key_points[0].cues);
  EXPECT_EQ(back->questions[1].text, bank[0].text);
  EXPECT_EQ(back->length, config.length);
  for (const auto* text : {"", "{}", "[]", R"({"plan":1,"questions":2})", R"({"plan":{},"questions":[]})"})
    EXPECT_FALSE(whole_plan_from_json(text)) << text;
}

TEST(PlanJson, AQuestionThatLeftTheBankIsNamed) {
  auto bank = test::whole_bank();
  InterviewConfig config;
  config.questions = {bank[0]};
  const auto text = plan_to_json(config);
  const auto id = bank[0].id;
  bank.erase(bank.begin());

  const auto back = plan_from_json(text, bank);

  ASSERT_FALSE(back);
  EXPECT_EQ(back.error().kind, ErrorKind::NotFound);
  EXPECT_NE(back.error().message.find(id), std::string::npos);
}

TEST(PlanJson, WhatIsNoPlanIsRefused) {
  for (const auto* text : {"", "{", "[]", "{}", R"({"questions":[],"minutes":"x","seed":1,"neutral":false,"follow_ups":2,"recorded":false})",
                           R"({"questions":[7],"minutes":20,"seed":1,"neutral":false,"follow_ups":2,"recorded":false})"}) {
    EXPECT_FALSE(plan_from_json(text, test::whole_bank())) << text;
  }
}

}  // namespace
}  // namespace codevoice::interview
