// Who a request comes from: the cookie of a signed-in browser, or an API token in the Authorization header.
// Thread: a worker of the API. Errors: 401 when what was given is not good, 403 when it may not do this (CSRF).
#pragma once

#include "http/api_route.hpp"

namespace codevoice::http {

/// The caller; nobody when nothing was given.
tl::expected<std::optional<Caller>, Problem> identify(const ApiRequest& call);

struct SignedIn {
  std::string cookie;  // the Set-Cookie header
  std::string csrf;
};
/// A session for the user, begun now.
tl::expected<SignedIn, Problem> begin_session(const ApiRequest& call, const store::User& user);
std::string ended_cookie(const ApiRequest& call);

std::optional<std::string_view> cookie_of(const net::Request& request, std::string_view name);

/// What is kept of a secret.
std::string hash_of_secret(std::string_view secret);
/// 256 bits as text.
std::string new_secret();

}  // namespace codevoice::http
