#include "api_rig.hpp"

namespace codevoice::http {
namespace {

using namespace test_api;
using store::Engine;
using store::Role;

class ApiUsersTest : public testing::TestWithParam<Engine> {
 protected:
  ApiRig rig_{GetParam()};
  Visitor admin_ = rig_.with_role(Role::Admin);
};
INSTANTIATE_TEST_SUITE_P(On, ApiUsersTest, test::kEngines, test::engine_name);

TEST_P(ApiUsersTest, AnAdministratorMakesChangesAndDeletesUsers) {
  const auto made =
      rig_.ask(admin_, "POST", "/users",
               json::object{{"username", "ada"}, {"email", "Ada@example.org"}, {"password", "a long password"}, {"role", "interviewer"}});
  ASSERT_EQ(made.status, 201U) << made.text;
  const auto path = "/users/" + std::string(made.at("id").as_string());
  EXPECT_EQ(made.header("Location"), "/api/v1" + path);
  EXPECT_EQ(made.at("is_staff"), true);
  const auto ada = rig_.sign_in("ada@example.org", "a long password");

  EXPECT_EQ(rig_.ask(admin_, "PATCH", path, json::object{{"first_name", "Augusta"}}).at("first_name"), "Augusta");
  EXPECT_EQ(rig_.ask(admin_, "PATCH", path, json::object{{"is_active", false}}).status, 200U);
  EXPECT_EQ(rig_.ask(ada, "GET", "/auth/me").status, 401U);  // signed out at once
  EXPECT_EQ(rig_.ask(admin_, "DELETE", path).status, 204U);
  EXPECT_EQ(rig_.ask(admin_, "GET", path).status, 404U);
  EXPECT_EQ(rig_.ask(admin_, "DELETE", path).status, 404U);
}

TEST_P(ApiUsersTest, OthersSeeAndChangeThemselvesOnlyAndNotTheirRights) {
  const auto ada = rig_.add_user("ada", Role::Candidate), eve = rig_.add_user("eve", Role::Interviewer);
  const auto as_eve = rig_.sign_in("eve");

  EXPECT_EQ(rig_.ask(as_eve, "GET", "/users/" + ada.id).status, 404U);
  EXPECT_EQ(rig_.ask(as_eve, "PATCH", "/users/" + ada.id, json::object{{"first_name", "x"}}).status, 404U);
  EXPECT_EQ(rig_.ask(as_eve, "GET", "/users").status, 403U);
  EXPECT_EQ(rig_.ask(as_eve, "PATCH", "/users/" + eve.id, json::object{{"first_name", "Eve"}}).at("first_name"), "Eve");
  EXPECT_EQ(rig_.ask(as_eve, "PATCH", "/users/" + eve.id, json::object{{"role", "admin"}}).status, 403U);
  EXPECT_EQ(rig_.ask(as_eve, "PATCH", "/users/" + eve.id, json::object{{"username", "ADA"}}).code(), "taken");
}

TEST_P(ApiUsersTest, TheLastAdministratorStays) {
  const auto me = rig_.ask(admin_, "GET", "/auth/me");
  const auto path = "/users/" + std::string(me.at("id").as_string());

  EXPECT_EQ(rig_.ask(admin_, "DELETE", path).code(), "last_admin");
  EXPECT_EQ(rig_.ask(admin_, "PATCH", path, json::object{{"role", "candidate"}}).code(), "last_admin");
  EXPECT_EQ(rig_.ask(admin_, "PATCH", path, json::object{{"is_active", false}}).code(), "last_admin");
  rig_.add_user("second", Role::Admin);
  EXPECT_EQ(rig_.ask(admin_, "PATCH", path, json::object{{"role", "candidate"}}).status, 200U);
}

TEST_P(ApiUsersTest, WhatIsDoneIsOnRecord) {
  const auto made = rig_.ask(admin_, "POST", "/users", json::object{{"username", "ada"}});
  ASSERT_EQ(rig_.ask(admin_, "DELETE", "/users/" + std::string(made.at("id").as_string())).status, 204U);

  const auto log = rig_.ask(admin_, "GET", "/audit");

  ASSERT_EQ(log.status, 200U);
  std::set<std::string> actions;
  for (const auto& one : log.at("items").as_array()) actions.insert(std::string(one.as_object().at("action").as_string()));
  EXPECT_TRUE(actions.contains("user.created") && actions.contains("user.deleted"));
  EXPECT_EQ(rig_.ask(rig_.with_role(Role::Interviewer), "GET", "/audit").status, 403U);
}

}  // namespace
}  // namespace codevoice::http
