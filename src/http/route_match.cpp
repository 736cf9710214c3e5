// untested: through api_test.cpp
#include "http/route_match.hpp"

#include <algorithm>

namespace codevoice::http {
namespace {

std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  while (path.starts_with('/')) {
    path.remove_prefix(1);
    const auto end = std::min(path.find('/'), path.size());
    parts.push_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return parts;
}

bool fits(std::string_view pattern, std::string_view path, std::map<std::string, std::string>& names) {
  const auto wanted = parts_of(pattern), given = parts_of(path);
  if (wanted.size() != given.size()) return false;
  names.clear();
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (given[i].empty()) return false;
    if (wanted[i].starts_with('{')) {
      names[std::string(wanted[i].substr(1, wanted[i].size() - 2))] = std::string(given[i]);
    } else if (wanted[i] != given[i]) {
      return false;
    }
  }
  return true;
}

}  // namespace

RouteMatch find_route(const net::Request& request) {
  RouteMatch match;
  if (!request.path.starts_with(kApiPrefix)) return match;
  const auto path = std::string_view(request.path).substr(kApiPrefix.size());
  const auto& routes = api_routes();
  const bool is_named = std::any_of(routes.begin(), routes.end(), [&](const auto& one) { return one.path == path; });  // no {id} is meant then
  for (const auto& one : routes) {
    std::map<std::string, std::string> names;
    if (is_named ? one.path != path : !fits(one.path, path, names)) continue;
    if (one.method == request.method) return {&one, std::move(names), {}};
    if (match.allowed.find(one.method) == std::string::npos) match.allowed += (match.allowed.empty() ? "" : ", ") + std::string(one.method);
  }
  return match;
}

}  // namespace codevoice::http
