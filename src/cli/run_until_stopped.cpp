// untested: needs a signal; tests/e2e stop every server that way
#include "cli/run_until_stopped.hpp"

#include <boost/asio/signal_set.hpp>
#include <exception>

#include "base/log.hpp"

namespace codevoice::cli {

void run_until_stopped(asio::io_context& loop, const std::function<Awaitable<void>()>& shut_down) {
  asio::signal_set stop(loop, SIGINT, SIGTERM);
  stop.async_wait([&](const boost::system::error_code& error, int) {
    if (error) return;
    log::info("serve.stopping");
    asio::co_spawn(loop, shut_down(), [&loop](const std::exception_ptr&) { loop.stop(); });
  });
  loop.run();
}

}  // namespace codevoice::cli
