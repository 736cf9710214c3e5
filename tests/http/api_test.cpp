#include "http/api.hpp"

#include <fstream>
#include <set>

#include "api_rig.hpp"
#include "support/run_awaitable.hpp"

namespace codevoice::http {
namespace {

using namespace test_api;
using store::Engine;
using store::Role;

class ApiTest : public testing::TestWithParam<Engine> {
 protected:
  ApiRig rig_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(On, ApiTest, test::kEngines, test::engine_name);

TEST_P(ApiTest, HealthAndVersionAreForEverybody) {
  EXPECT_EQ(rig_.ask({}, "GET", "/health").at("status"), "ok");
  EXPECT_EQ(rig_.ask({}, "GET", "/version").at("api"), "v1");
}

TEST_P(ApiTest, WhatIsNotThereIsAProblemWithACode) {
  for (const auto* path :
       {"/api", "/api/", "/api/v1", "/api/v1/", "/api/v1/nothing", "/api/v2/questions", "/api/v1/questions/", "/api/v1//questions"}) {
    const auto seen = rig_.ask_raw({}, "GET", path, "");
    EXPECT_EQ(seen.status, 404U) << path;
    EXPECT_EQ(seen.code(), "not_found");
  }
}

TEST_P(ApiTest, AnotherMethodIsToldWhichThePathTakes) {
  const auto seen = rig_.ask({}, "PUT", "/questions");

  EXPECT_EQ(seen.status, 405U);
  EXPECT_EQ(seen.header("Allow"), "GET, POST");
  EXPECT_EQ(rig_.ask({}, "PUT", "/questions/export").header("Allow"), "GET");
}

TEST_P(ApiTest, AStrangerIsAskedToSignInBeforeAnythingIsLookedAt) {
  EXPECT_EQ(rig_.ask_raw({}, "POST", "/api/v1/questions", "{oops").status, 401U);
  EXPECT_EQ(rig_.ask({}, "GET", "/questions/not-a-uuid").status, 401U);
}

TEST_P(ApiTest, BodiesThatAreNotAsDescribedAreRefusedWithTheirPlace) {
  const auto admin = rig_.with_role(Role::Admin);
  const auto post = [&](const std::string& body, const std::string& type = "application/json") {
    return rig_.ask_raw(admin, "POST", "/api/v1/questions", body, {{"content-type", type}});
  };

  EXPECT_EQ(post("{}", "text/plain").status, 415U);
  EXPECT_EQ(post("{oops").status, 400U);
  EXPECT_EQ(post("").status, 400U);
  EXPECT_EQ(post(std::string(200, '[')).status, 400U);
  EXPECT_EQ(post("[]").status, 400U);
  const auto seen = post(R"({"text": 5, "difficulty": "SOFT", "colour": "red"})");
  EXPECT_EQ(seen.status, 400U);
  std::set<std::string> places;
  for (const auto& error : seen.at("errors").as_array()) places.insert(std::string(error.as_object().at("pointer").as_string()));
  EXPECT_EQ(places, (std::set<std::string>{"/text", "/difficulty", "/colour", "/expected_key_points"}));
}

TEST_P(ApiTest, QueriesThatAreNotAsDescribedAreRefused) {
  const auto admin = rig_.with_role(Role::Admin);

  for (const auto* query :
       {"limit=0", "limit=201", "limit=x", "limit=", "limit=99999999999999999999", "colour=red", "difficulty=easy", "is_active=maybe", "q="}) {
    EXPECT_EQ(rig_.ask(admin, "GET", "/questions?" + std::string(query)).status, 400U) << query;
  }
  EXPECT_EQ(rig_.ask(admin, "GET", "/questions?limit=1").status, 200U);
  for (const auto* cursor : {"!!", "AAAA", "MXxub3BlCg"}) {
    EXPECT_EQ(rig_.ask(admin, "GET", "/questions?cursor=" + std::string(cursor)).code(), "bad_cursor") << cursor;
  }
}

TEST_P(ApiTest, ARepeatedCreateIsDoneOnce) {
  const auto admin = rig_.with_role(Role::Admin);
  const json::object body{{"username", "ada"}};
  const std::vector<std::pair<std::string, std::string>> key{{"idempotency-key", "k1"}};

  const auto first = rig_.ask(admin, "POST", "/users", body, key);
  const auto again = rig_.ask(admin, "POST", "/users", body, key);
  const auto other = rig_.ask(admin, "POST", "/users", json::object{{"username", "grace"}}, key);

  EXPECT_EQ(first.status, 201U);
  EXPECT_EQ(again.status, 201U);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.header("Location"), first.header("Location"));
  EXPECT_EQ(again.header("Idempotency-Replayed"), "true");
  EXPECT_EQ(other.status, 409U);
  EXPECT_EQ(other.code(), "idempotency_key_reused");
  EXPECT_EQ(rig_.ask(admin, "GET", "/users").at("items").as_array().size(), 2U);
}

TEST_P(ApiTest, ACreateThatWasCutBeforeItsAnswerMakesNoSecondOne) {
  const auto admin = rig_.with_role(Role::Admin);
  const json::object body{{"text", "What is it?"}, {"difficulty", "EASY"}, {"expected_key_points", {"Copies go stale."}}};
  const std::vector<std::pair<std::string, std::string>> key{{"idempotency-key", "k1"}};
  ASSERT_EQ(rig_.ask(admin, "POST", "/questions", body, key).status, 201U);
  ASSERT_TRUE(rig_.database().transact("test", [](soci::session& sql) { sql << "DELETE FROM answered_requests"; }));  // as if the process had died

  EXPECT_EQ(rig_.ask(admin, "POST", "/questions", body, key).status, 409U);
  EXPECT_EQ(rig_.ask(admin, "GET", "/questions").at("items").as_array().size(), 1U);
}

TEST_P(ApiTest, ListsGoOnByCursorWithoutGapOrRepeat) {
  const auto admin = rig_.with_role(Role::Admin);
  for (int i = 0; i < 5; ++i) rig_.add_user("user" + std::to_string(i), Role::Candidate);

  std::set<std::string> names;
  std::string cursor;
  for (int pages = 0; pages < 4; ++pages) {
    const auto seen = rig_.ask(admin, "GET", "/users?limit=2" + (cursor.empty() ? "" : "&cursor=" + cursor));
    for (const auto& one : seen.at("items").as_array()) EXPECT_TRUE(names.insert(std::string(one.as_object().at("username").as_string())).second);
    if (seen.at("next_cursor").is_null()) break;
    cursor = std::string(seen.at("next_cursor").as_string());
  }
  EXPECT_EQ(names.size(), 6U);
}

TEST(Api, WhoAsksTooOftenWaits) {
  ApiConfig config;
  config.requests_per_s = 2;
  ApiRig rig(Engine::Sqlite, config);
  int served = 0;
  Seen seen;
  for (int i = 0; i < 6; ++i) {
    seen = rig.ask({}, "GET", "/health");
    served += seen.status == 200 ? 1 : 0;
  }

  EXPECT_EQ(served, 4);  // twice the rate at once
  EXPECT_EQ(seen.status, 429U);
  EXPECT_EQ(seen.header("Retry-After"), "1");
  Visitor elsewhere;
  elsewhere.address = "10.0.0.2:99";
  EXPECT_EQ(rig.ask(elsewhere, "GET", "/health").status, 200U);
  while (rig.clock().move_to(rig.clock().now() + std::chrono::seconds(1))) {
  }
  EXPECT_EQ(rig.ask({}, "GET", "/health").status, 200U);
}

TEST(Api, OtherSitesAreAnsweredOnlyWhenTheyAreNamed) {
  ApiConfig config;
  config.cors_origins = {"https://hr.example"};
  ApiRig rig(Engine::Sqlite, config);

  EXPECT_EQ(rig.ask({}, "GET", "/health", nullptr, {{"origin", "https://hr.example"}}).header("Access-Control-Allow-Origin"), "https://hr.example");
  EXPECT_EQ(rig.ask({}, "GET", "/health", nullptr, {{"origin", "https://evil.example"}}).header("Access-Control-Allow-Origin"), "");
  const auto preflight = rig.ask({}, "OPTIONS", "/questions", nullptr, {{"origin", "https://hr.example"}, {"access-control-request-method", "POST"}});
  EXPECT_EQ(preflight.status, 204U);
  EXPECT_NE(preflight.header("Access-Control-Allow-Headers").find("X-CSRF-Token"), std::string::npos);
}

TEST(Api, AFaultInsideKeepsNoConnection) {
  ApiRig rig(Engine::Sqlite);
  const auto admin = rig.with_role(Role::Admin);
  const auto made = rig.ask(admin, "POST", "/templates", json::object{{"name", "t"}, {"settings", json::object{}}});
  ASSERT_TRUE(rig.database().transact("test", [](soci::session& sql) { sql << "UPDATE interview_templates SET settings = '{broken'"; }));

  for (int i = 0; i < 4; ++i) EXPECT_ANY_THROW(rig.ask(admin, "GET", "/templates"));  // the worker pool makes an Error of it

  EXPECT_EQ(rig.ask(admin, "GET", "/health").status, 200U);
}

TEST(Api, AnswersFromItsOwnWorkersToo) {
  const test::EmptyDatabase empty(Engine::Sqlite);
  ASSERT_TRUE(empty.open_migrated());
  SystemClock clock;
  ApiConfig config;
  config.database = empty.location();
  const auto api = Api::create(config, clock);
  ASSERT_TRUE(api) << api.error().message;
  net::Request request;
  request.method = "GET";
  request.path = "/api/v1/health";

  const auto reply = std::get<net::Response>(test::run((*api)->answer(request)));

  EXPECT_EQ(reply.status, 200U);
}

TEST(Api, AFaultOfTheDatabaseIsOursAndTellsNoSecrets) {
  ApiRig rig(Engine::Postgres);
  const auto admin = rig.with_role(Role::Admin);
  ASSERT_TRUE(rig.database().transact("test", [](soci::session& sql) { sql << "ALTER TABLE browser_sessions RENAME TO gone"; }));

  const auto seen = rig.ask(admin, "GET", "/users");

  EXPECT_EQ(seen.status, 500U);
  EXPECT_EQ(seen.text.find("browser_sessions"), std::string::npos);
}

TEST(OpenApi, DescribesEachRouteByNamedSchemas) {
  std::set<std::string_view> ids;
  for (const auto& route : api_routes()) {
    EXPECT_TRUE(ids.insert(route.id).second) << route.id;
    for (const auto name : {route.request, route.response}) {
      EXPECT_TRUE(name.empty() || api_schemas().contains(name)) << name;
    }
    EXPECT_TRUE(route.action != nullptr && !route.summary.empty() && !route.tag.empty()) << route.path;
  }
  const auto document = json::parse(openapi_text());
  EXPECT_EQ(document.as_object().at("openapi"), "3.1.0");
}

/// What each role gets on each route; changed on purpose or not at all. A route that the file does not name fails.
TEST(ApiAccess, EachRoleGetsOnEachRouteWhatTheTableSays) {
  ApiRig rig(Engine::Sqlite);
  auto token_owner = rig.with_role(Role::Admin);
  const auto made = rig.ask(token_owner, "POST", "/auth/tokens", json::object{{"name", "t"}, {"scopes", {"audit:read"}}});
  Visitor token;
  token.token = std::string(made.at("token").as_string());
  std::string table;
  for (const auto& route : api_routes()) {
    std::string line = std::string(route.method) + " " + std::string(route.path) + ":";
    for (const auto* role : {"nobody", "candidate", "interviewer", "admin", "token"}) {
      Visitor who;
      if (std::string_view(role) == "token") who = token;
      if (const auto known = store::role_of(role)) who = rig.with_role(*known);
      auto path = std::string(route.path);
      if (const auto at = path.find("{id}"); at != std::string::npos) path.replace(at, 4, new_uuid());
      if (const auto at = path.find("{invitation_id}"); at != std::string::npos) path.replace(at, 15, new_uuid());
      const auto seen =
          rig.ask(who, std::string(route.method), path, route.request.empty() ? json::value(nullptr) : json::value(json::object{{"?", 1}}));
      line += " " + std::string(role) + "=" + std::to_string(seen.status);
    }
    table += line + "\n";
    while (rig.clock().move_to(rig.clock().now() + std::chrono::minutes(5))) {  // the log-in's rate
    }
  }
  std::ifstream file(CODEVOICE_SOURCE_DIR "/tests/contract/api_access.txt");
  const std::string expected((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  EXPECT_EQ(table, expected) << "when this is wanted, it belongs into tests/contract/api_access.txt";
}

}  // namespace
}  // namespace codevoice::http
