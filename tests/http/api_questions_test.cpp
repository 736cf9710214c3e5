#include "api_rig.hpp"
#include "store/question_repository.hpp"

namespace codevoice::http {
namespace {

using namespace test_api;
using store::Engine;
using store::Role;

class ApiQuestionsTest : public testing::TestWithParam<Engine> {
 protected:
  static json::object draft() {
    return {{"text", "What is a cache?"},
            {"difficulty", "EASY"},
            {"topic", "memory"},
            {"expected_key_points", {json::object{{"text", "Copies go stale."}, {"weight", 2}}}}};
  }
  std::string added() {
    const auto seen = rig_.ask(interviewer_, "POST", "/questions", draft());
    EXPECT_EQ(seen.status, 201U) << seen.text;
    return "/questions/" + std::string(seen.at("id").as_string());
  }
  ApiRig rig_{GetParam()};
  Visitor interviewer_ = rig_.with_role(Role::Interviewer);
};
INSTANTIATE_TEST_SUITE_P(On, ApiQuestionsTest, test::kEngines, test::engine_name);

TEST_P(ApiQuestionsTest, AQuestionIsMadeReadChangedAndDeleted) {
  const auto path = added();

  const auto read = rig_.ask(interviewer_, "GET", path);
  EXPECT_EQ(read.at("text"), "What is a cache?");
  EXPECT_EQ(read.at("expected_key_points").as_array().at(0).as_object().at("weight"), 2);
  EXPECT_EQ(rig_.ask(interviewer_, "PATCH", path, json::object{{"difficulty", "HARD"}, {"is_active", false}}).at("difficulty"), "HARD");
  EXPECT_EQ(rig_.ask(interviewer_, "GET", path).at("is_active"), false);
  EXPECT_EQ(rig_.ask(interviewer_, "GET", path).at("slug"), read.at("slug"));
  EXPECT_EQ(rig_.ask(interviewer_, "DELETE", path).status, 204U);
  EXPECT_EQ(rig_.ask(interviewer_, "GET", path).status, 404U);
  EXPECT_EQ(rig_.ask(interviewer_, "PATCH", path, json::object{}).status, 404U);
}

TEST_P(ApiQuestionsTest, WhatCannotBeSpokenIsRefused) {
  auto body = draft();
  body["text"] = "What does x[i] do?";

  const auto seen = rig_.ask(interviewer_, "POST", "/questions", body);

  EXPECT_EQ(seen.status, 400U);
  EXPECT_NE(seen.text.find("/text"), std::string::npos);
  body = draft();
  body["expected_key_points"] = json::array{"…"};  // as described, but nothing that could be heard
  EXPECT_EQ(rig_.ask(interviewer_, "POST", "/questions", body).status, 422U);
}

TEST_P(ApiQuestionsTest, TheSameTextTwiceMakesTwoAndTheSameSlugIsTaken) {
  EXPECT_NE(added(), added());
  auto body = draft();
  body["slug"] = "cache";
  EXPECT_EQ(rig_.ask(interviewer_, "POST", "/questions", body).status, 201U);
  EXPECT_EQ(rig_.ask(interviewer_, "POST", "/questions", body).code(), "taken");
}

TEST_P(ApiQuestionsTest, CandidatesDoNotSeeTheBank) {
  const auto path = added();
  const auto candidate = rig_.with_role(Role::Candidate);

  EXPECT_EQ(rig_.ask(candidate, "GET", path).status, 403U);
  EXPECT_EQ(rig_.ask(candidate, "GET", "/questions").status, 403U);
  EXPECT_EQ(rig_.ask(candidate, "GET", "/questions/export").status, 403U);
}

TEST_P(ApiQuestionsTest, TheBankComesOutAndGoesInAsAFile) {
  added();
  for (const auto* format : {"json", "yaml", "csv"}) {
    const auto file = rig_.ask(interviewer_, "GET", "/questions/export?format=" + std::string(format));
    ASSERT_EQ(file.status, 200U) << file.text;
    EXPECT_NE(file.header("Content-Disposition").find("questions." + std::string(format)), std::string::npos);

    ApiRig other(GetParam());
    const auto there = other.with_role(Role::Interviewer);
    const auto done = other.ask(there, "POST", "/questions/import", json::object{{"format", format}, {"content", json::string(file.text)}});
    ASSERT_EQ(done.status, 200U) << done.text;
    EXPECT_EQ(done.at("created"), 1);
    EXPECT_EQ(other.ask(there, "GET", "/questions").at("items").as_array().at(0).as_object().at("text"), "What is a cache?");
  }
}

TEST_P(ApiQuestionsTest, AFileWithAFaultChangesNothing) {
  const auto seen =
      rig_.ask(interviewer_, "POST", "/questions/import",
               json::object{{"format", "csv"}, {"content", "text,difficulty,expected_key_points\nWhat is it?,EASY,Some good point\nWhat?,SOFT,x\n"}});

  EXPECT_EQ(seen.status, 422U);
  EXPECT_NE(seen.text.find("line 3"), std::string::npos) << seen.text;
  EXPECT_TRUE(rig_.ask(interviewer_, "GET", "/questions").at("items").as_array().empty());
}

}  // namespace
}  // namespace codevoice::http
