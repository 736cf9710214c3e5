#include "net/host_resolver.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <memory>

namespace codevoice::net {
namespace {

using asio::ip::tcp;

/// A lookup in flight: getaddrinfo cannot be stopped, so whoever waits may leave before it ends.
struct Lookup {
  explicit Lookup(const asio::any_io_executor& executor) : resolver(executor), done_signal(executor) {}
  tcp::resolver resolver;
  asio::steady_timer done_signal;
  boost::system::error_code error;
  std::vector<tcp::endpoint> found;
  bool is_done = false;
};

void start(const std::shared_ptr<Lookup>& lookup, const std::string& host, std::uint16_t port) {
  lookup->resolver.async_resolve(host, std::to_string(port),
                                 [lookup](const boost::system::error_code& error, const tcp::resolver::results_type& results) {
                                   lookup->error = error;
                                   for (const auto& result : results) lookup->found.push_back(result.endpoint());
                                   lookup->is_done = true;
                                   lookup->done_signal.cancel();
                                 });
}

}  // namespace

Awaitable<Result<std::vector<tcp::endpoint>>> resolve_host(std::string host, std::uint16_t port, Duration limit) {
  boost::system::error_code not_literal;
  const auto address = asio::ip::make_address(host, not_literal);
  if (!not_literal) co_return std::vector<tcp::endpoint>(1, tcp::endpoint(address, port));
  const auto lookup = std::make_shared<Lookup>(co_await asio::this_coro::executor);
  lookup->done_signal.expires_after(limit);
  start(lookup, host, port);
  const auto [waited] = co_await lookup->done_signal.async_wait(as_tuple_awaitable);
  if (!lookup->is_done) {
    lookup->resolver.cancel();
    if (waited) co_return fail(ErrorKind::Cancelled, "cancelled");
    co_return fail(ErrorKind::Timeout, "looking up " + host + " took too long");
  }
  if (lookup->error) co_return fail(ErrorKind::Unavailable, "host " + host + " is not known: " + lookup->error.message());
  co_return std::move(lookup->found);
}

}  // namespace codevoice::net
