// What a request must be before its action sees it: allowed, and as the API describes it.
// Thread: a worker of the API. Errors: why it is refused; nothing when it is not.
#pragma once

#include "http/api_route.hpp"

namespace codevoice::http {

std::optional<Problem> refused_by_access(const Route& route, const std::optional<Caller>& caller);
/// Ids in the path are UUIDs: what is none is not there.
std::optional<Problem> check_path(const ApiRequest& call);
std::optional<Problem> check_query(const ApiRequest& call, const Route& route);
/// Reads the body into the call.
std::optional<Problem> read_body(ApiRequest& call, const Route& route);

}  // namespace codevoice::http
