// Parsers: net/url.cpp
// An address that is taken names a host and a port, and is the same after being written.
#include "net/url.hpp"

#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace codevoice;
  using fuzz::require;
  const auto url = net::parse_url(text_of(ByteView(data, size)));
  if (!url) return 0;
  require(!url->host.empty() && url->port != 0 && url->target.starts_with('/'), "host, port and target are there");
  const auto again = net::parse_url((url->is_tls ? "https://" : "http://") + url->authority() + url->target);
  require(again && again->host == url->host && again->port == url->port && again->target == url->target, "a URL is the same after being written");
  return 0;
}
