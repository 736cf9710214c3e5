// untested: through api_test.cpp
#include "http/request_checks.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "base/ids.hpp"
#include "http/json_schema.hpp"
#include "http/openapi.hpp"

namespace codevoice::http {
namespace {

namespace json = boost::json;

constexpr unsigned kDeepest = 32;  // nesting of a body

bool may(Access access, const store::User& user) {
  switch (access) {
    case Access::Public:
    case Access::SignedIn: return true;
    case Access::Interviewer: return user.role != store::Role::Candidate;
    case Access::Admin: return user.role == store::Role::Admin;
  }
  return false;
}

/// A number that the schema calls an integer, else the text.
json::value value_of_query(std::string_view text, const json::object& schema) {
  const auto* type = schema.if_contains("type");
  if (type != nullptr && *type == "integer") {
    json::error_code error;
    const auto value = json::parse(text, error);
    if (!error && value.is_int64()) return value;
  }
  if (type != nullptr && *type == "boolean" && (text == "true" || text == "false")) return text == "true";
  return json::string(text);
}

}  // namespace

std::optional<Problem> refused_by_access(const Route& route, const std::optional<Caller>& caller) {
  if (route.access == Access::Public) return std::nullopt;
  if (!caller) {
    Problem problem{401, "unauthorized", "sign in, or give an API token"};
    problem.headers = {{"WWW-Authenticate", "Bearer"}};
    return problem;
  }
  if (caller->scopes) {
    const auto& scopes = *caller->scopes;
    if (route.scope.empty()) return Problem{403, "forbidden", "this cannot be done with a token; sign in"};
    if (std::find(scopes.begin(), scopes.end(), route.scope) == scopes.end()) {
      return Problem{403, "forbidden", "the token lacks the scope " + std::string(route.scope)};
    }
  }
  if (!may(route.access, caller->user)) return Problem{403, "forbidden", "your role may not do this"};
  return std::nullopt;
}

std::optional<Problem> read_body(ApiRequest& call, const Route& route) {
  if (route.request.empty()) return std::nullopt;
  const auto type = call.http.header("content-type").value_or("");
  if (!type.starts_with("application/json")) return Problem{415, "unsupported_media_type", "a body of type application/json is wanted"};
  json::parse_options options;
  options.max_depth = kDeepest;
  json::error_code error;
  call.body = json::parse(call.http.body, error, {}, options);
  if (error) return Problem{400, "malformed", "the body is no JSON: " + error.message()};
  make_integers(call.body);
  const auto& schemas = api_schemas();
  auto problems = check_schema(call.body, schemas.at(route.request).get_object(), schemas);
  if (!problems.empty()) return invalid(std::move(problems));
  return std::nullopt;
}

std::optional<Problem> check_query(const ApiRequest& call, const Route& route) {
  std::vector<FieldProblem> problems;
  for (const auto& [name, text] : call.http.query) {
    const auto known =
        std::find_if(route.query.begin(), route.query.end(), [&, wanted = std::string_view(name)](const auto& one) { return one.name == wanted; });
    if (known == route.query.end()) {
      problems.push_back({is_plain_text(name) ? "?" + name : "?", "is not known here"});
      continue;
    }
    const auto schema = json::parse(known->schema).get_object();
    for (auto& problem : check_schema(value_of_query(text, schema), schema, api_schemas()))
      problems.push_back({"?" + name, std::move(problem.detail)});
  }
  if (problems.empty()) return std::nullopt;
  return invalid(std::move(problems));
}

std::optional<Problem> check_path(const ApiRequest& call) {
  for (const auto& [name, value] : call.path) {
    if (name.ends_with("id") && !is_uuid(value)) return not_found();
  }
  return std::nullopt;
}

}  // namespace codevoice::http
