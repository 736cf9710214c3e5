// A connected (and for TLS: verified) stream to a server.
// Thread: the awaiting coroutine's executor. Errors: Unavailable (refused, unreachable, certificate), Timeout, Cancelled.
#pragma once

#include <memory>

#include "base/clock.hpp"
#include "net/tls_context.hpp"
#include "net/url.hpp"

namespace codevoice::net {

/// The deadline stays set on the stream, so what follows on it counts against the same limit.
Awaitable<Result<std::unique_ptr<PlainStream>>> connect_plain(const Url& url, TimePoint deadline);
Awaitable<Result<std::unique_ptr<TlsStream>>> connect_tls(const Url& url, TimePoint deadline);

/// What a failed client operation means to our caller.
Error describe_client_error(const boost::system::error_code& error, std::string_view doing);

}  // namespace codevoice::net
