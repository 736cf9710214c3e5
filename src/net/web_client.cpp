#include "net/web_client.hpp"

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>

#include "net/client_stream.hpp"
#include "net/http_message.hpp"

namespace codevoice::net {
namespace {

constexpr std::uint64_t kBodyLimit = 16 * 1024 * 1024;
constexpr std::uint32_t kHeaderLimit = 64 * 1024;

template <class Stream>
Awaitable<Result<Response>> exchange(Stream& stream, BeastRequest message) {
  beast::http::request_serializer<beast::http::string_body> serializer(message);
  const auto [write_error, sent] = co_await beast::http::async_write(stream, serializer, as_tuple_awaitable);
  if (write_error) co_return tl::unexpected(describe_client_error(write_error, "sending the request"));
  beast::flat_buffer buffer;
  beast::http::response_parser<beast::http::string_body> parser;
  parser.body_limit(kBodyLimit);
  parser.header_limit(kHeaderLimit);
  if (message.method() == beast::http::verb::head) parser.skip(true);
  const auto [read_error, received] = co_await beast::http::async_read(stream, buffer, parser, as_tuple_awaitable);
  if (read_error) co_return tl::unexpected(describe_client_error(read_error, "reading the answer"));
  co_return from_beast(parser.get());
}

}  // namespace

Awaitable<Result<Response>> fetch(ClientRequest request) {
  const auto url = parse_url(request.url);
  if (!url) co_return tl::unexpected(url.error());
  const TimePoint deadline = std::chrono::steady_clock::now() + request.timeout;
  auto message = to_beast(request, *url, AfterAnswer::Close);
  if (url->is_tls) {
    auto stream = co_await connect_tls(*url, deadline);
    if (!stream) co_return tl::unexpected(stream.error());
    co_return co_await exchange(**stream, std::move(message));
  }
  auto stream = co_await connect_plain(*url, deadline);
  if (!stream) co_return tl::unexpected(stream.error());
  co_return co_await exchange(**stream, std::move(message));
}

}  // namespace codevoice::net
