// Which operation of the API a request is for.
// Thread: pure.
#pragma once

#include "http/api_route.hpp"

namespace codevoice::http {

inline constexpr std::string_view kApiPrefix = "/api/v1";

struct RouteMatch {
  const Route* route = nullptr;
  std::map<std::string, std::string> names{};  // what stands for those in braces
  std::string allowed{};                       // methods of the path, when the request's is none of them
};
RouteMatch find_route(const net::Request& request);

}  // namespace codevoice::http
