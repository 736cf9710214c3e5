// untested: covered by web_client_test.cpp and web_socket_client_test.cpp, its only callers
#include "net/client_stream.hpp"

#include <boost/asio/error.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http/error.hpp>

#include "net/host_resolver.hpp"
#include "net/proxy.hpp"

namespace codevoice::net {
namespace {

Awaitable<Result<void>> connect_lowest(PlainStream& stream, const Url& url, TimePoint deadline) {
  const auto proxy = proxy_for(url);
  if (!proxy) co_return tl::unexpected(proxy.error());
  const auto& host = *proxy ? (*proxy)->host : url.host;
  const auto port = *proxy ? (*proxy)->port : url.port;
  const auto endpoints = co_await resolve_host(host, port, deadline - std::chrono::steady_clock::now());
  if (!endpoints) co_return tl::unexpected(endpoints.error());
  stream.expires_at(deadline);
  const auto [error, chosen] = co_await stream.async_connect(*endpoints, as_tuple_awaitable);
  if (error) co_return tl::unexpected(describe_client_error(error, "connecting to " + (*proxy ? "the proxy " + (*proxy)->host : url.authority())));
  boost::system::error_code ignored;
  stream.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
  if (*proxy) co_return co_await open_tunnel(stream, url, **proxy);
  co_return Result<void>();
}

}  // namespace

Awaitable<Result<std::unique_ptr<PlainStream>>> connect_plain(const Url& url, TimePoint deadline) {
  auto stream = std::make_unique<PlainStream>(co_await asio::this_coro::executor);
  const auto connected = co_await connect_lowest(*stream, url, deadline);
  if (!connected) co_return tl::unexpected(connected.error());
  co_return stream;
}

Awaitable<Result<std::unique_ptr<TlsStream>>> connect_tls(const Url& url, TimePoint deadline) {
  const auto executor = co_await asio::this_coro::executor;
  auto stream = std::make_unique<TlsStream>(executor, client_tls());
  const auto expected = expect_host(*stream, url.host);
  if (!expected) co_return tl::unexpected(expected.error());
  const auto connected = co_await connect_lowest(boost::beast::get_lowest_layer(*stream), url, deadline);
  if (!connected) co_return tl::unexpected(connected.error());
  const auto [error] = co_await stream->async_handshake(asio::ssl::stream_base::client, as_tuple_awaitable);
  if (error) co_return tl::unexpected(describe_client_error(error, "TLS with " + url.authority()));
  co_return stream;
}

Error describe_client_error(const boost::system::error_code& error, std::string_view doing) {
  const auto text = std::string(doing) + ": " + error.message();
  if (error == boost::beast::error::timeout) return Error{ErrorKind::Timeout, std::string(doing) + " took too long"};
  if (error == asio::error::operation_aborted) return Error{ErrorKind::Cancelled, text};
  const bool is_http = error.category() == make_error_code(boost::beast::http::error::bad_version).category();
  const bool is_cut = error == boost::beast::http::error::end_of_stream || error == boost::beast::http::error::partial_message;
  return Error{is_http && !is_cut ? ErrorKind::Protocol : ErrorKind::Unavailable, text};
}

}  // namespace codevoice::net
