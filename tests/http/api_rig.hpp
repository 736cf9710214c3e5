// The API over an empty database, without sockets: people with a browser or a token, and every good answer checked against the schema
// that the API's own description promises.
#pragma once

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "base/crypto_password.hpp"
#include "base/ids.hpp"
#include "http/api.hpp"
#include "http/json_schema.hpp"
#include "http/openapi.hpp"
#include "store/user_repository.hpp"
#include "support/fake_clock.hpp"
#include "support/store_engine.hpp"

namespace codevoice::http::test_api {

namespace json = boost::json;

constexpr auto kPassword = "correct horse battery";

/// What a person's requests carry.
struct Visitor {
  std::string cookie;
  std::string csrf;
  std::string token;
  std::string address = "127.0.0.1:4000";
};

struct Seen {
  unsigned status = 0;
  json::value body;
  std::string text;
  net::Response response;

  std::string header(std::string_view name) const {
    for (const auto& [key, value] : response.headers) {
      if (key == name) return value;
    }
    return {};
  }
  const json::value& at(std::string_view name) const { return body.as_object().at(name); }
  std::string code() const { return body.is_object() && body.get_object().contains("code") ? std::string(at("code").as_string()) : ""; }
};

class ApiRig {
 public:
  explicit ApiRig(store::Engine engine, ApiConfig config = {}) : empty_(engine) {
    database_ = empty_.open_migrated();
    config.database = empty_.location();
    config.threads = 1;
    auto made = Api::create(std::move(config), clock_);
    if (made) api_ = std::move(*made);
    EXPECT_TRUE(api_);
  }

  /// Whoever it is has kPassword.
  store::User add_user(const std::string& name, store::Role role) {
    static const auto hash = *crypto::hash_password(kPassword);  // one for all: hashing takes its time
    store::User user;
    user.id = new_uuid();
    user.username = name;
    user.role = role;
    user.password_hash = hash;
    user.date_joined = clock_.wall_us();
    EXPECT_TRUE(store::UserRepository(*database_).add(user));
    return user;
  }
  Visitor sign_in(const std::string& name, const std::string& password = kPassword) {
    Visitor visitor;
    const auto seen = ask(visitor, "POST", "/auth/login", json::object{{"username", name}, {"password", password}});
    EXPECT_EQ(seen.status, 200U) << seen.text;
    return signed_in(seen);
  }
  static Visitor signed_in(const Seen& seen) {
    Visitor visitor;
    const auto cookie = seen.header("Set-Cookie");
    visitor.cookie = cookie.substr(0, cookie.find(';'));
    visitor.csrf = std::string(seen.at("csrf_token").as_string());
    return visitor;
  }
  Visitor with_role(store::Role role) {
    const auto name = std::string(store::name_of(role)) + "-" + new_uuid().substr(0, 6);
    add_user(name, role);
    return sign_in(name);
  }

  Seen ask(const Visitor& who, const std::string& method, const std::string& target, const json::value& body = nullptr,
           std::vector<std::pair<std::string, std::string>> headers = {}) {
    if (!body.is_null()) headers.emplace_back("content-type", "application/json");
    return ask_raw(who, method, std::string(kApiPrefix) + target, body.is_null() ? "" : json::serialize(body), std::move(headers));
  }
  Seen ask_raw(const Visitor& who, const std::string& method, const std::string& target, const std::string& body,
               std::vector<std::pair<std::string, std::string>> headers = {}) {
    net::Request request;
    request.method = method;
    request.path = target.substr(0, target.find('?'));
    request.query = query_of(target);
    request.headers = std::move(headers);
    request.body = body;
    request.peer = who.address;
    if (!who.cookie.empty()) request.headers.emplace_back("cookie", who.cookie);
    if (!who.csrf.empty()) request.headers.emplace_back("x-csrf-token", who.csrf);
    if (!who.token.empty()) request.headers.emplace_back("authorization", "Bearer " + who.token);
    Seen seen;
    seen.response = api_->answer_now(request);
    seen.status = seen.response.status;
    seen.text = seen.response.body;
    json::error_code error;
    seen.body = json::parse(seen.text, error);
    check(request, seen);
    return seen;
  }

  store::Database& database() { return *database_; }
  test::FakeClock& clock() { return clock_; }

 private:
  static std::vector<std::pair<std::string, std::string>> query_of(const std::string& target) {
    std::vector<std::pair<std::string, std::string>> query;
    const auto mark = target.find('?');
    std::string_view rest = mark == std::string::npos ? std::string_view() : std::string_view(target).substr(mark + 1);
    while (!rest.empty()) {
      const auto one = rest.substr(0, rest.find('&'));
      query.emplace_back(one.substr(0, one.find('=')), one.substr(std::min(one.size(), one.find('=') + 1)));
      rest.remove_prefix(std::min(rest.size(), one.size() + 1));
    }
    return query;
  }
  static bool fits(std::string_view pattern, std::string_view path) {
    while (!pattern.empty() && !path.empty()) {
      const auto wanted = pattern.substr(0, pattern.find('/', 1)), given = path.substr(0, path.find('/', 1));
      if (!wanted.starts_with("/{") && wanted != given) return false;
      pattern.remove_prefix(wanted.size());
      path.remove_prefix(given.size());
    }
    return pattern.empty() && path.empty();
  }
  /// An answer is one that the description names, and looks as it says.
  static void check(const net::Request& request, const Seen& seen) {
    if (seen.status >= 400) {
      EXPECT_EQ(seen.response.content_type, "application/problem+json") << seen.text;
      expect_schema(seen.body, "Problem", seen.text);
      return;
    }
    for (const auto& route : api_routes()) {
      if (route.method != request.method || !fits(route.path, request.path.substr(kApiPrefix.size()))) continue;
      EXPECT_EQ(seen.status, route.success) << request.path;
      const bool is_json = seen.response.content_type == "application/json";
      if (!route.response.empty() && (is_json || route.raw_types.empty())) expect_schema(seen.body, route.response, seen.text);
      return;
    }
  }
  static void expect_schema(const json::value& body, std::string_view name, const std::string& text) {
    for (const auto& problem : check_schema(body, api_schemas().at(name).get_object(), api_schemas())) {
      ADD_FAILURE() << name << " " << problem.pointer << ": " << problem.detail << "\n" << text;
    }
  }

  test::EmptyDatabase empty_;
  std::unique_ptr<store::Database> database_;
  test::FakeClock clock_;
  std::unique_ptr<Api> api_;
};

}  // namespace codevoice::http::test_api
