#include "net/url.hpp"

#include <algorithm>
#include <boost/url/parse.hpp>
#include <charconv>

namespace codevoice::net {
namespace {

struct Scheme {
  std::string_view name;
  bool is_tls;
  std::uint16_t port;
};
constexpr Scheme kSchemes[] = {{"http", false, 80}, {"ws", false, 80}, {"https", true, 443}, {"wss", true, 443}};

const Scheme* scheme_of(std::string_view name) {
  for (const auto& scheme : kSchemes) {
    if (scheme.name == name) return &scheme;
  }
  return nullptr;
}

/// A name as it may stand in a header: what was percent-encoded could be anything, line ends and ports too.
bool is_name(std::string_view host) {
  const auto is_fit = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
  };
  return !host.empty() && std::all_of(host.begin(), host.end(), is_fit);
}

/// 0 for what is no port.
std::uint16_t port_of(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc{} && end == text.data() + text.size() ? port : std::uint16_t{0};
}

}  // namespace

std::string Url::authority() const {
  const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
  const bool is_default = port == (is_tls ? 443 : 80);
  return is_default ? name : name + ":" + std::to_string(port);
}

Result<Url> parse_url(std::string_view text) {
  const auto parsed = boost::urls::parse_uri(text);
  if (!parsed) return fail(ErrorKind::Invalid, "not an absolute URL");
  const auto* scheme = scheme_of(std::string(parsed->scheme()));
  if (scheme == nullptr) return fail(ErrorKind::Invalid, "the URL must begin with http://, https://, ws:// or wss://");
  Url url;
  url.is_tls = scheme->is_tls;
  url.host = parsed->host_address();
  const bool is_ipv6 = parsed->host_type() == boost::urls::host_type::ipv6;
  if (!is_ipv6 && !is_name(url.host)) return fail(ErrorKind::Invalid, "the URL names no host");
  url.port = parsed->port().empty() ? scheme->port : port_of(std::string(parsed->port()));
  if (url.port == 0) return fail(ErrorKind::Invalid, "the URL's port is not a number from 1 to 65535");
  url.target = std::string(parsed->encoded_target());
  if (url.target.empty() || url.target.front() != '/') url.target.insert(0, "/");
  return url;
}

}  // namespace codevoice::net
