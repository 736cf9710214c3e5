#include "net/proxy.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <cstdlib>

#include "base/bytes.hpp"
#include "base/crypto.hpp"
#include "net/client_stream.hpp"

namespace codevoice::net {
namespace {

namespace http = boost::beast::http;

constexpr std::uint32_t kHeaderLimit = 16 * 1024;

std::string decoded(std::string_view text) {
  const auto digit = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    const char small = static_cast<char>(c | 0x20);
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
  };
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0) {
      plain += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      i += 2;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

bool is_loopback(const std::string& host) {
  if (host == "localhost") return true;
  boost::system::error_code bad;
  const auto address = asio::ip::make_address(host, bad);
  return !bad && address.is_loopback();
}

bool covers(std::string_view entry, const Url& url) {
  if (entry == "*") return true;
  if (const auto colon = entry.rfind(':'); colon != std::string_view::npos && entry.find(':') == colon) {
    if (entry.substr(colon + 1) != std::to_string(url.port)) return false;
    entry = entry.substr(0, colon);
  }
  if (entry.starts_with("*.")) entry.remove_prefix(1);
  if (entry.starts_with('.')) entry.remove_prefix(1);
  const std::string_view host = url.host;
  if (entry.empty() || !host.ends_with(entry)) return false;
  return host.size() == entry.size() || host[host.size() - entry.size() - 1] == '.';
}

std::string host_and_port(const Url& url) {
  const bool is_v6 = url.host.find(':') != std::string::npos;
  return (is_v6 ? "[" + url.host + "]" : url.host) + ":" + std::to_string(url.port);
}

std::optional<std::string> from_environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr || *value == '\0' ? std::nullopt : std::optional<std::string>(value);
}

}  // namespace

Result<Proxy> parse_proxy(std::string_view text) {
  if (text.starts_with("http://")) text.remove_prefix(7);
  if (text.find("://") != std::string_view::npos) return fail(ErrorKind::Invalid, "the proxy must be http://HOST:PORT");
  Proxy proxy;
  if (const auto at = text.rfind('@'); at != std::string_view::npos) {
    proxy.credentials = decoded(text.substr(0, at));
    text.remove_prefix(at + 1);
  }
  const auto url = parse_url("http://" + std::string(text));
  if (!url) return fail(ErrorKind::Invalid, "the proxy must be http://HOST:PORT");
  proxy.host = url->host;
  proxy.port = url->port;
  return proxy;
}

bool reached_directly(const Url& url, std::string_view no_proxy) {
  if (is_loopback(url.host)) return true;
  while (!no_proxy.empty()) {
    const auto end = std::min(no_proxy.find_first_of(", "), no_proxy.size());
    if (end > 0 && covers(no_proxy.substr(0, end), url)) return true;
    no_proxy.remove_prefix(std::min(end + 1, no_proxy.size()));
  }
  return false;
}

Result<std::optional<Proxy>> proxy_for(const Url& url, const ReadEnvironment& read) {
  // in capitals HTTP_PROXY may come from a request's header ("httpoxy")
  auto named = url.is_tls ? read("https_proxy") : read("http_proxy");
  if (!named && url.is_tls) named = read("HTTPS_PROXY");
  if (!named) return std::optional<Proxy>{};
  auto except = read("no_proxy");
  if (!except) except = read("NO_PROXY");
  if (reached_directly(url, except.value_or(""))) return std::optional<Proxy>{};
  auto proxy = parse_proxy(*named);
  if (!proxy) return tl::unexpected(proxy.error());
  return std::optional<Proxy>(std::move(*proxy));
}

Result<std::optional<Proxy>> proxy_for(const Url& url) { return proxy_for(url, from_environment); }

Awaitable<Result<void>> open_tunnel(PlainStream& stream, const Url& url, const Proxy& proxy) {
  const auto there = host_and_port(url);
  http::request<http::empty_body> request(http::verb::connect, there, 11);
  request.set(http::field::host, there);
  request.set(http::field::user_agent, "codevoice");
  if (!proxy.credentials.empty()) request.set(http::field::proxy_authorization, "Basic " + crypto::to_base64(view_of(proxy.credentials)));
  http::request_serializer<http::empty_body> serializer(request);
  const auto [write_error, sent] = co_await http::async_write(stream, serializer, as_tuple_awaitable);
  if (write_error) co_return tl::unexpected(describe_client_error(write_error, "asking the proxy"));
  boost::beast::flat_buffer buffer;
  http::response_parser<http::empty_body> parser;
  parser.header_limit(kHeaderLimit);
  parser.skip(true);  // what follows is the tunnel's
  const auto [read_error, received] = co_await http::async_read_header(stream, buffer, parser, as_tuple_awaitable);
  if (read_error) co_return tl::unexpected(describe_client_error(read_error, "the proxy's answer"));
  const auto status = parser.get().result_int();
  if (status == 407) co_return fail(ErrorKind::Denied, "the proxy " + proxy.host + " does not accept its user and password (407)");
  if (status / 100 != 2) co_return fail(ErrorKind::Unavailable, "the proxy " + proxy.host + " answered " + std::to_string(status) + " for " + there);
  co_return Result<void>();
}

}  // namespace codevoice::net
