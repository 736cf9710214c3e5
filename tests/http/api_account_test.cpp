#include "api_rig.hpp"
#include "store/access_repository.hpp"

namespace codevoice::http {
namespace {

using namespace test_api;
using namespace std::chrono_literals;
using store::Engine;
using store::Role;

class ApiAccountTest : public testing::TestWithParam<Engine> {
 protected:
  static ApiConfig config() {
    ApiConfig made;
    made.logins_per_minute = 1'000;
    made.failures_until_lock = 3;
    return made;
  }
  Seen log_in(const std::string& name, const std::string& password) {
    return rig_.ask({}, "POST", "/auth/login", json::object{{"username", name}, {"password", password}});
  }
  void pass(Duration time) {
    const auto end = rig_.clock().now() + time;
    while (rig_.clock().move_to(end)) {
    }
  }
  ApiRig rig_{GetParam(), config()};
};
INSTANTIATE_TEST_SUITE_P(On, ApiAccountTest, test::kEngines, test::engine_name);

TEST_P(ApiAccountTest, ASessionIsACookieThatScriptsCannotRead) {
  rig_.add_user("ada", Role::Interviewer);

  const auto seen = log_in("ADA", kPassword);

  ASSERT_EQ(seen.status, 200U) << seen.text;
  const auto cookie = seen.header("Set-Cookie");
  EXPECT_NE(cookie.find("HttpOnly"), std::string::npos);
  EXPECT_NE(cookie.find("SameSite=Lax"), std::string::npos);
  EXPECT_EQ(cookie.find("Secure"), std::string::npos);  // not over TLS here
  const auto me = rig_.ask(ApiRig::signed_in(seen), "GET", "/auth/me");
  EXPECT_EQ(me.at("username"), "ada");
  EXPECT_EQ(me.at("csrf_token"), seen.at("csrf_token"));
  EXPECT_EQ(me.text.find("argon2"), std::string::npos);
}

TEST_P(ApiAccountTest, NobodyLearnsWhichNamesExist) {
  rig_.add_user("ada", Role::Interviewer);

  const auto wrong = log_in("ada", "wrong password"), unknown = log_in("nobody", "wrong password");

  EXPECT_EQ(wrong.status, 401U);
  EXPECT_EQ(wrong.text, unknown.text);
}

TEST_P(ApiAccountTest, WrongPasswordsLockTheAccountForAWhile) {
  rig_.add_user("ada", Role::Interviewer);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(log_in("ada", "wrong").status, 401U);

  const auto locked = log_in("ada", kPassword);
  EXPECT_EQ(locked.status, 429U);
  EXPECT_EQ(locked.code(), "locked");
  pass(16min);
  EXPECT_EQ(log_in("ada", kPassword).status, 200U);
}

TEST_P(ApiAccountTest, AnotherSiteCannotMakeABrowserDoThings) {
  rig_.add_user("ada", Role::Admin);
  auto forged = rig_.sign_in("ada");
  forged.csrf = "";

  const auto seen = rig_.ask(forged, "POST", "/users", json::object{{"username", "eve"}});

  EXPECT_EQ(seen.status, 403U);
  EXPECT_EQ(seen.code(), "csrf");
  EXPECT_EQ(rig_.ask(forged, "GET", "/auth/me").status, 200U);  // reading changes nothing
}

TEST_P(ApiAccountTest, ASessionEndsByLogOutAndByTime) {
  rig_.add_user("ada", Role::Interviewer);
  const auto one = rig_.sign_in("ada"), two = rig_.sign_in("ada");

  EXPECT_EQ(rig_.ask(one, "POST", "/auth/logout").status, 204U);
  EXPECT_EQ(rig_.ask(one, "GET", "/auth/me").status, 401U);
  pass(24h * 6);
  EXPECT_EQ(rig_.ask(two, "GET", "/auth/me").status, 200U);  // and is good for another week
  pass(24h * 6);
  EXPECT_EQ(rig_.ask(two, "GET", "/auth/me").status, 200U);
  pass(24h * 8);
  EXPECT_EQ(rig_.ask(two, "GET", "/auth/me").status, 401U);
}

TEST_P(ApiAccountTest, ANewPasswordSignsTheOtherBrowsersOut) {
  rig_.add_user("ada", Role::Interviewer);
  const auto here = rig_.sign_in("ada"), there = rig_.sign_in("ada");

  EXPECT_EQ(rig_.ask(here, "POST", "/auth/password", json::object{{"old_password", "wrong"}, {"new_password", "a longer password"}}).code(),
            "wrong_password");
  EXPECT_EQ(rig_.ask(here, "POST", "/auth/password", json::object{{"old_password", kPassword}, {"new_password", "short"}}).status, 400U);
  EXPECT_EQ(rig_.ask(here, "POST", "/auth/password", json::object{{"old_password", kPassword}, {"new_password", "a longer password"}}).status, 204U);

  EXPECT_EQ(rig_.ask(here, "GET", "/auth/me").status, 200U);
  EXPECT_EQ(rig_.ask(there, "GET", "/auth/me").status, 401U);
  EXPECT_EQ(log_in("ada", kPassword).status, 401U);
  EXPECT_EQ(log_in("ada", "a longer password").status, 200U);
}

TEST_P(ApiAccountTest, AResetLinkSetsAPasswordOnce) {
  const auto admin = rig_.with_role(Role::Admin);
  const auto ada = rig_.add_user("ada", Role::Interviewer);
  const auto link = rig_.ask(admin, "POST", "/users/" + ada.id + "/reset-link");
  ASSERT_EQ(link.status, 201U) << link.text;
  const json::object body{{"token", link.at("token")}, {"new_password", "a longer password"}};

  EXPECT_EQ(rig_.ask({}, "POST", "/auth/reset", json::object{{"token", "guess"}, {"new_password", "a longer password"}}).code(), "bad_reset_link");
  EXPECT_EQ(rig_.ask({}, "POST", "/auth/reset", body).status, 204U);
  EXPECT_EQ(rig_.ask({}, "POST", "/auth/reset", body).status, 403U);
  EXPECT_EQ(log_in("ada", "a longer password").status, 200U);
}

TEST_P(ApiAccountTest, RegistrationIsClosedUnlessItIsOpened) {
  const json::object body{{"username", "ada"}, {"password", "a long password"}};
  EXPECT_EQ(rig_.ask({}, "POST", "/auth/register", body).code(), "registration_closed");

  auto open = config();
  open.open_registration = true;
  ApiRig rig(GetParam(), open);
  const auto seen = rig.ask({}, "POST", "/auth/register", body);
  ASSERT_EQ(seen.status, 201U) << seen.text;
  EXPECT_EQ(seen.at("role"), "candidate");
  EXPECT_EQ(rig.ask(ApiRig::signed_in(seen), "GET", "/auth/me").status, 200U);
  EXPECT_EQ(rig.ask({}, "POST", "/auth/register", body).code(), "taken");
}

TEST_P(ApiAccountTest, ATokenIsShownOnceAndDoesWhatItsScopesSay) {
  rig_.add_user("ada", Role::Admin);
  const auto browser = rig_.sign_in("ada");
  const auto made = rig_.ask(browser, "POST", "/auth/tokens", json::object{{"name", "ci"}, {"scopes", {"questions:read"}}, {"expires_in_days", 2}});
  ASSERT_EQ(made.status, 201U) << made.text;
  Visitor machine;
  machine.token = std::string(made.at("token").as_string());

  EXPECT_EQ(rig_.ask(machine, "GET", "/questions").status, 200U);
  EXPECT_EQ(rig_.ask(machine, "GET", "/users").status, 403U);
  EXPECT_EQ(rig_.ask(machine, "POST", "/auth/tokens", json::object{{"name", "more"}, {"scopes", {"users:write"}}}).status, 403U);
  const auto list = rig_.ask(browser, "GET", "/auth/tokens");
  EXPECT_EQ(list.text.find(machine.token), std::string::npos);
  EXPECT_FALSE(list.at("items").as_array().at(0).as_object().at("last_used_at").is_null());
  pass(24h * 3);
  EXPECT_EQ(rig_.ask(machine, "GET", "/questions").status, 401U);
}

TEST_P(ApiAccountTest, ARepeatedRequestForASecretIsNotToldItAgainAndItIsKeptNowhere) {
  rig_.add_user("ada", Role::Admin);
  const auto browser = rig_.sign_in("ada");
  const json::object body{{"name", "ci"}, {"scopes", {"questions:read"}}};
  const auto made = rig_.ask(browser, "POST", "/auth/tokens", body, {{"idempotency-key", "k1"}});
  ASSERT_EQ(made.status, 201U) << made.text;

  EXPECT_EQ(rig_.ask(browser, "POST", "/auth/tokens", body, {{"idempotency-key", "k1"}}).code(), "shown_once");
  EXPECT_EQ(rig_.ask(browser, "GET", "/auth/tokens").at("items").as_array().size(), 1U);
  std::string kept;
  ASSERT_TRUE(rig_.database().read("test", [&](soci::session& sql) { sql << "SELECT body FROM answered_requests", soci::into(kept); }));
  EXPECT_EQ(kept, "");
}

TEST_P(ApiAccountTest, WhatHasExpiredGoes) {
  rig_.add_user("ada", Role::Admin);
  const auto browser = rig_.sign_in("ada");
  ASSERT_EQ(rig_.ask(browser, "POST", "/users", json::object{{"username", "grace"}}, {{"idempotency-key", "k1"}}).status, 201U);
  const auto rows = [&](const std::string& table) {
    int count = -1;
    EXPECT_TRUE(rig_.database().read("test", [&](soci::session& sql) { sql << "SELECT COUNT(*) FROM " + table, soci::into(count); }));
    return count;
  };
  EXPECT_EQ(rows("browser_sessions"), 1);
  EXPECT_EQ(rows("answered_requests"), 1);

  pass(24h * 8);
  rig_.ask({}, "GET", "/health");

  EXPECT_EQ(rows("browser_sessions"), 0);
  EXPECT_EQ(rows("answered_requests"), 0);
}

TEST_P(ApiAccountTest, ATokenIsRevokedByItsOwnerOnly) {
  const auto owner = rig_.with_role(Role::Interviewer), other = rig_.with_role(Role::Admin);
  const auto made = rig_.ask(owner, "POST", "/auth/tokens", json::object{{"name", "ci"}, {"scopes", {"questions:read"}}});
  Visitor machine;
  machine.token = std::string(made.at("token").as_string());
  const auto path = "/auth/tokens/" + std::string(made.at("id").as_string());

  EXPECT_EQ(rig_.ask(other, "DELETE", path).status, 404U);
  EXPECT_EQ(rig_.ask(machine, "GET", "/questions").status, 200U);
  EXPECT_EQ(rig_.ask(owner, "DELETE", path).status, 204U);
  EXPECT_EQ(rig_.ask(machine, "GET", "/questions").status, 401U);
}

TEST_P(ApiAccountTest, AThousandWrongSecretsAreRefusedAndNothingElse) {
  for (int i = 0; i < 250; ++i) {
    Visitor who;
    who.address = "10.0." + std::to_string(i) + ".1:1";
    who.token = i % 3 == 0 ? std::string(static_cast<std::size_t>(i) * 10, 'x') : "cv_" + new_uuid();
    if (i % 3 == 1) who.token = "\xff\xfe\"'; DROP TABLE users; --";
    EXPECT_EQ(rig_.ask(who, "GET", "/questions").status, 401U);
    Visitor with_cookie = who;
    with_cookie.token = "";
    with_cookie.cookie = std::string(kSessionCookie) + "=" + who.token;
    EXPECT_EQ(rig_.ask(with_cookie, "GET", "/questions").status, 401U);
    EXPECT_EQ(rig_.ask(who, "GET", "/questions/" + new_uuid()).status, 401U);
    EXPECT_EQ(rig_.ask({}, "POST", "/auth/reset", json::object{{"token", "guess" + std::to_string(i)}, {"new_password", "a longer password"}}).status,
              403U);
  }
}

}  // namespace
}  // namespace codevoice::http
