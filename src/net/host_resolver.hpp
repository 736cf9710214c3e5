// Host names to addresses, with a deadline that holds even while the system's resolver hangs.
// Thread: the awaiting coroutine's executor. Errors: Unavailable (no such host), Timeout, Cancelled.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <string>
#include <vector>

#include "base/asio.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"

namespace codevoice::net {

/// Literal addresses come back at once.
Awaitable<Result<std::vector<asio::ip::tcp::endpoint>>> resolve_host(std::string host, std::uint16_t port, Duration limit);

}  // namespace codevoice::net
