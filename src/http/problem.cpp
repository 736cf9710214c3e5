#include "http/problem.hpp"

#include <boost/json.hpp>

#include "base/log.hpp"

namespace codevoice::http {
namespace {

struct Kind {
  unsigned status;
  const char* code;
};

Kind kind_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::Invalid: return {422, "unprocessable"};
    case ErrorKind::NotFound: return {404, "not_found"};
    case ErrorKind::Conflict: return {409, "conflict"};
    case ErrorKind::Denied: return {403, "forbidden"};
    case ErrorKind::Timeout:
    case ErrorKind::Unavailable:
    case ErrorKind::Cancelled: return {503, "unavailable"};
    case ErrorKind::Protocol: return {502, "bad_upstream"};
    case ErrorKind::Internal: return {500, "internal"};
  }
  return {500, "internal"};
}

}  // namespace

std::string_view reason_of(unsigned status) noexcept {
  switch (status) {
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 409: return "Conflict";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 422: return "Unprocessable Content";
    case 426: return "Upgrade Required";
    case 429: return "Too Many Requests";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    default: return "Internal Server Error";
  }
}

Problem problem_of(const Error& error) {
  const auto [status, code] = kind_of(error.kind);
  Problem problem{status, code, error.message};
  if (status >= 500) {  // what a database says of itself is not for strangers
    log::warn("api.failed", {{"code", code}, {"reason", error.message}});
    problem.detail = status == 503 ? "the server cannot do this now; try again" : "the server failed; the log says why";
    if (status == 503) problem.headers = {{"Retry-After", "2"}};
  }
  return problem;
}

Problem not_found() { return {404, "not_found", "there is no such thing, or it is not yours to see"}; }

Problem invalid(std::vector<FieldProblem> errors) {
  Problem problem{400, "invalid", "the request is not as the API describes it"};
  if (!errors.empty()) problem.detail = errors.front().pointer + ": " + errors.front().detail;
  problem.errors = std::move(errors);
  return problem;
}

net::Response to_response(const Problem& problem) {
  boost::json::object body{
      {"type", "about:blank"}, {"title", reason_of(problem.status)}, {"status", problem.status}, {"code", problem.code}, {"detail", problem.detail}};
  if (!problem.errors.empty()) {
    boost::json::array errors;
    for (const auto& error : problem.errors) errors.push_back(boost::json::object{{"pointer", error.pointer}, {"detail", error.detail}});
    body["errors"] = std::move(errors);
  }
  net::Response response;
  response.status = problem.status;
  response.content_type = "application/problem+json";
  response.body = boost::json::serialize(body) + "\n";
  response.headers = problem.headers;
  return response;
}

}  // namespace codevoice::http
