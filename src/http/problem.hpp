// Errors of the API as application/problem+json (RFC 9457), each with a stable code that programs may rely on.
// Errors: the message of an Internal error stays in the log; the caller gets its kind only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "net/web_server.hpp"

namespace codevoice::http {

/// One thing wrong with a request's body or query.
struct FieldProblem {
  std::string pointer;  // JSON pointer into the body ("/expected_key_points/0/weight"), or "?name" of the query
  std::string detail;
};

struct Problem {
  unsigned status = 500;
  std::string code;    // "not_found"
  std::string detail;  // one line for a person
  std::vector<FieldProblem> errors{};
  std::vector<std::pair<std::string, std::string>> headers{};
};

/// The only place where kinds of errors become statuses.
Problem problem_of(const Error& error);
Problem not_found();
/// 400: not as the API describes it, and where. What is as described and still cannot be is 422 (ErrorKind::Invalid).
Problem invalid(std::vector<FieldProblem> errors);
net::Response to_response(const Problem& problem);
std::string_view reason_of(unsigned status) noexcept;  // "Not Found"

}  // namespace codevoice::http
