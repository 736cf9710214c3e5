#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include "net/client_stream.hpp"
#include "net/stream_web_socket.hpp"
#include "net/web_client.hpp"

namespace codevoice::net {
namespace {

using Connected = tl::expected<std::shared_ptr<WebSocket>, ConnectFailure>;

tl::unexpected<ConnectFailure> refused(Error error, unsigned status = 0) {
  ConnectFailure failure;
  failure.error = std::move(error);
  failure.http_status = status;
  return tl::unexpected<ConnectFailure>(std::move(failure));
}

Error describe_refusal(const beast::websocket::response_type& answer) {
  constexpr std::size_t kMaxQuoted = 200;
  const auto status = answer.result_int();
  const auto line = answer.body().substr(0, std::min(answer.body().find_first_of("\r\n"), kMaxQuoted));
  const bool is_denied = status == 401 || status == 403;
  const bool is_down = status >= 500;
  const auto kind = is_denied ? ErrorKind::Denied : is_down ? ErrorKind::Unavailable : status == 404 ? ErrorKind::NotFound : ErrorKind::Protocol;
  return Error{kind, std::to_string(status) + ": " + (line.empty() ? std::string(answer.reason()) : line)};
}

template <class Stream>
Awaitable<Connected> upgrade(Stream stream, const Url& url, WebSocketRequest request) {
  auto socket = std::make_shared<StreamWebSocket<Stream>>(std::move(stream), request.limits);
  const auto set_headers = [headers = std::move(request.headers)](beast::websocket::request_type& message) {
    message.set(beast::http::field::user_agent, "codevoice");
    for (const auto& [name, value] : headers) message.set(name, value);
  };
  beast::websocket::stream_base::decorator decorator(set_headers);
  socket->stream().set_option(std::move(decorator));
  const auto host = url.authority();
  beast::websocket::response_type answer;
  const auto [error] = co_await socket->stream().async_handshake(answer, host, url.target, as_tuple_awaitable);
  if (error == beast::websocket::error::upgrade_declined) {
    co_return refused(describe_refusal(answer), answer.result_int());
  }
  if (error) co_return refused(describe_client_error(error, "WebSocket with " + host));
  socket->start();
  co_return socket;
}

}  // namespace

Awaitable<Connected> connect_websocket(WebSocketRequest request) {
  const auto url = parse_url(request.url);
  if (!url) co_return refused(url.error());
  const TimePoint deadline = std::chrono::steady_clock::now() + request.timeout;
  if (url->is_tls) {
    auto stream = co_await connect_tls(*url, deadline);
    if (!stream) co_return refused(stream.error());
    co_return co_await upgrade(std::move(**stream), *url, std::move(request));
  }
  auto stream = co_await connect_plain(*url, deadline);
  if (!stream) co_return refused(stream.error());
  co_return co_await upgrade(std::move(**stream), *url, std::move(request));
}

}  // namespace codevoice::net
