// One operation of the API: where it is, who may call it, what it takes and gives, and what does it. OpenAPI is written from these, and
// the table of roles and routes is tested against them.
// Thread: actions run on a worker with a database of its own; they may block.
#pragma once

#include <boost/json/value.hpp>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/problem.hpp"
#include "net/web_server.hpp"
#include "store/account_records.hpp"
#include "store/database.hpp"

namespace codevoice::http {

struct ApiConfig;

/// Who may call it. Whether an object is theirs is the action's to check.
enum class Access : std::uint8_t { Public, SignedIn, Interviewer, Admin };

struct Caller {
  store::User user;
  std::string session_hash;                        // of the browser's session; empty with a token
  std::string csrf;                                // of that session
  std::optional<std::vector<std::string>> scopes;  // of the token; none with a session

  bool is_admin() const { return user.role == store::Role::Admin; }
};

struct ApiRequest {
  const net::Request& http;
  const ApiConfig& config;
  store::Database& database;
  std::int64_t now = 0;                       // microseconds since 1970
  std::map<std::string, std::string> path{};  // the names in braces
  boost::json::value body{};                  // as its schema wants it
  std::optional<Caller> caller{};             // there unless the route is public
  std::string new_id{};                       // for what is created; the same again for a repeated Idempotency-Key

  const boost::json::object& object() const { return body.get_object(); }
};

struct Answer {
  unsigned status = 200;
  boost::json::value body{};  // null: no body
  std::vector<std::pair<std::string, std::string>> headers{};
  std::string raw{};           // in place of `body`,
  std::string content_type{};  // of this type
};
using Outcome = tl::expected<Answer, Problem>;
using Action = Outcome (*)(ApiRequest&);

/// What a repeated request (Idempotency-Key) gets. An answer that holds a secret is kept nowhere.
enum class Repeat : std::uint8_t {
  SameAnswer,
  Refused,    // the secret was shown once
  DoneAgain,  // a second time does no harm
};

struct QueryParameter {
  std::string_view name;
  std::string_view schema;  // JSON
  std::string_view description;
};

struct Route {
  std::string_view method;
  std::string_view path;  // "/questions/{id}", below /api/v1
  std::string_view id;    // OpenAPI's operationId
  std::string_view tag;
  std::string_view summary;
  Access access = Access::SignedIn;
  std::string_view scope{};     // that a token needs; empty: no token may (a person's browser only)
  std::string_view request{};   // schema of the body; empty: none
  std::string_view response{};  // schema of the answer; empty: none
  unsigned success = 200;
  std::vector<QueryParameter> query{};
  Action action = nullptr;
  std::string_view raw_types{};  // of an answer that is a file; of JSON among them `response` tells
  Repeat repeat = Repeat::SameAnswer;
};

/// Of all operations, in the order of the documentation.
const std::vector<Route>& api_routes();

std::vector<Route> account_routes();     // routes_account.cpp
std::vector<Route> user_routes();        // routes_users.cpp
std::vector<Route> question_routes();    // routes_questions.cpp
std::vector<Route> template_routes();    // routes_templates.cpp
std::vector<Route> interview_routes();   // routes_interviews.cpp
std::vector<Route> record_routes();      // routes_records.cpp
std::vector<Route> invitation_routes();  // routes_invitations.cpp
std::vector<Route> system_routes();      // routes_system.cpp

inline tl::unexpected<Problem> refuse(Problem problem) { return tl::unexpected<Problem>(std::move(problem)); }
inline tl::unexpected<Problem> refuse(const Error& error) { return tl::unexpected<Problem>(problem_of(error)); }

}  // namespace codevoice::http
