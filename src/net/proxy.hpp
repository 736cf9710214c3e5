// Which proxy an outgoing connection goes through: HTTPS_PROXY for https and wss, http_proxy for http and ws, NO_PROXY for hosts that
// are reached directly; in capitals or small letters, but http_proxy in small letters only. Loopback is always reached directly.
// Thread: any; reads the process's environment. Errors: Invalid for a proxy that cannot be used; the message never holds its password.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "net/tls_context.hpp"
#include "net/url.hpp"

namespace codevoice::net {

struct Proxy {
  std::string host;
  std::uint16_t port = 0;
  std::string credentials;  // "user:password", decoded; empty: none
};

/// "http://user:password@host:port", the scheme may be left out.
Result<Proxy> parse_proxy(std::string_view text);
/// True when `host` is in the list: names (and what is below them), addresses, "host:port", "*".
bool reached_directly(const Url& url, std::string_view no_proxy);

using ReadEnvironment = std::function<std::optional<std::string>(const char*)>;
/// Nothing: connect directly.
Result<std::optional<Proxy>> proxy_for(const Url& url, const ReadEnvironment& read);
Result<std::optional<Proxy>> proxy_for(const Url& url);

/// Asks the proxy at the other end of `stream` for a tunnel to `url`. Errors: Denied (credentials), Unavailable, Timeout.
Awaitable<Result<void>> open_tunnel(PlainStream& stream, const Url& url, const Proxy& proxy);

}  // namespace codevoice::net
