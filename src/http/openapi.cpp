// untested: through api_test.cpp and api_account_test.cpp
#include "http/openapi.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>

#include "base/ascii.hpp"
#include "base/embedded_file.hpp"
#include "http/api_route.hpp"
#include "http/json_schema.hpp"

namespace codevoice::http {

extern const std::vector<EmbeddedFile> kApiFiles;

namespace {

namespace json = boost::json;

std::string_view file_named(std::string_view name) {
  for (const auto& file : kApiFiles) {
    if (file.name == name) return file.text;
  }
  std::abort();  // it is built in
}

json::object ref(std::string_view name) { return {{"$ref", "#/components/schemas/" + std::string(name)}}; }

json::object content(std::string_view type, json::object schema) { return {{type, json::object{{"schema", std::move(schema)}}}}; }

json::object answer(std::string_view description, json::object of) { return {{"description", description}, {"content", std::move(of)}}; }

json::array parameters_of(const Route& route) {
  json::array parameters;
  for (std::size_t at = route.path.find('{'); at != std::string_view::npos; at = route.path.find('{', at + 1)) {
    const auto name = route.path.substr(at + 1, route.path.find('}', at) - at - 1);
    json::object schema{{"type", "string"}};
    if (name.ends_with("id")) schema["format"] = "uuid";
    parameters.push_back(json::object{{"name", name}, {"in", "path"}, {"required", true}, {"schema", std::move(schema)}});
  }
  for (const auto& one : route.query) {
    auto schema = json::parse(one.schema);
    add_plain_pattern(schema);
    parameters.push_back(json::object{{"name", one.name}, {"in", "query"}, {"description", one.description}, {"schema", std::move(schema)}});
  }
  if (route.method == "POST" && route.access != Access::Public) {
    parameters.push_back(json::object{{"name", "Idempotency-Key"},
                                      {"in", "header"},
                                      {"description", "The same key with the same request gets the same answer again, and nothing is done twice."},
                                      {"schema", json::object{{"type", "string"}, {"minLength", 1}, {"maxLength", 128}}}});
  }
  return parameters;
}

json::object files_of(const Route& route) {
  json::object types;
  for (auto rest = route.raw_types; !rest.empty();) {
    const auto type = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(rest.size(), type.size() + 1));
    types[type] =
        json::object{{"schema", type == "application/json" || type == "application/yaml" ? ref(route.response) : json::object{{"type", "string"}}}};
  }
  return types;
}

json::object responses_of(const Route& route) {
  const auto problem = [](std::string_view description) { return answer(description, content("application/problem+json", ref("Problem"))); };
  json::object responses;
  auto& good = responses[std::to_string(route.success)];
  if (!route.raw_types.empty()) {
    good = answer("the file", files_of(route));
  } else if (!route.response.empty()) {
    good = answer("done", content("application/json", ref(route.response)));
  } else {
    good = json::object{{"description", "done"}};
  }
  if (route.access != Access::Public || route.tag == "auth" || route.tag == "invitations") {
    responses["401"] = problem("not signed in, or what was given is wrong");
    responses["403"] = problem("not allowed, or the CSRF token is missing");
  }
  const bool is_list = std::any_of(route.query.begin(), route.query.end(), [](const auto& one) { return one.name == "cursor"; });
  if (route.path.find('{') != std::string_view::npos || is_list) responses["404"] = problem("no such thing or page, or not yours to see");
  responses["400"] = problem("not as described here");
  if (!route.request.empty()) {
    responses["413"] = json::object{{"description", "a body of more than 1 MB"}};
    responses["415"] = problem("the body is no application/json");
    responses["422"] = problem("as described, and still cannot be");
  }
  responses["409"] = problem("it clashes with what is there");
  responses["429"] = problem("too many requests");
  responses["503"] = problem("cannot be done now");
  return responses;
}

json::object operation_of(const Route& route) {
  json::object operation{{"operationId", route.id}, {"tags", json::array{route.tag}}, {"summary", route.summary}, {"responses", responses_of(route)}};
  if (auto parameters = parameters_of(route); !parameters.empty()) operation["parameters"] = std::move(parameters);
  if (!route.request.empty()) {
    operation["requestBody"] = json::object{{"required", true}, {"content", content("application/json", ref(route.request))}};
  }
  json::array security;
  if (route.access != Access::Public) {
    security.push_back(json::object{{"session", json::array()}});
    if (!route.scope.empty()) security.push_back(json::object{{"token", json::array()}});
  }
  operation["security"] = std::move(security);
  if (!route.scope.empty()) operation["x-token-scope"] = route.scope;
  return operation;
}

std::string write_openapi() {
  json::object paths;
  for (const auto& route : api_routes()) {
    auto& path = paths[route.path];
    if (path.is_null()) path = json::object{};
    path.get_object()[ascii_lower(route.method)] = operation_of(route);
  }
  json::object info{{"title", "CodeVoice"},
                    {"version", CODEVOICE_VERSION},
                    {"summary", "Spoken technical interviews: questions, interviews, what was said and how it was scored."},
                    {"license", json::object{{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}};
  json::object session{{"type", "apiKey"}, {"in", "cookie"}, {"name", "codevoice_session"}};
  session["description"] = "POST /auth/login gives it. What changes something also needs the X-CSRF-Token header (csrf_token of GET /auth/me).";
  json::object token{{"type", "http"}, {"scheme", "bearer"}, {"description", "An API token; each operation names the scope it needs."}};
  return json::serialize(json::object{
      {"openapi", "3.1.0"},
      {"info", std::move(info)},
      {"servers", json::array{json::object{{"url", "/api/v1"}}}},
      {"paths", std::move(paths)},
      {"components",
       json::object{{"schemas", api_schemas()}, {"securitySchemes", json::object{{"session", std::move(session)}, {"token", std::move(token)}}}}}});
}

}  // namespace

const json::object& api_schemas() {
  static const json::object schemas = [] {
    auto read = json::parse(file_named("schemas.json"));
    add_plain_pattern(read);
    return read.get_object();
  }();
  return schemas;
}

const std::string& openapi_text() {
  static const std::string text = write_openapi();
  return text;
}

const std::string& api_docs_page() {
  static const std::string page(file_named("docs.html"));
  return page;
}

const std::vector<Route>& api_routes() {
  static const std::vector<Route> routes = [] {
    std::vector<Route> all;
    for (auto part : {system_routes(), account_routes(), user_routes(), question_routes(), template_routes(), interview_routes(), record_routes(),
                      invitation_routes()})
      all.insert(all.end(), part.begin(), part.end());
    return all;
  }();
  return routes;
}

}  // namespace codevoice::http
