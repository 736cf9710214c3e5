// How `serve` ends: the first SIGINT or SIGTERM shuts it down.
// Thread: the one that runs the loop. Ownership: returns when `shut_down` is done; what it uses lives until then.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>

#include "base/asio.hpp"

namespace codevoice::cli {

void run_until_stopped(asio::io_context& loop, const std::function<Awaitable<void>()>& shut_down);

}  // namespace codevoice::cli
