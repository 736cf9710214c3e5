// An http(s) or ws(s) address taken apart for a connection.
// Errors: Invalid for anything that is not an absolute URL of one of the four schemes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace codevoice::net {

struct Url {
  bool is_tls = false;
  std::string host;  // IPv6 literals without brackets
  std::uint16_t port = 0;
  std::string target;  // path and query as sent: "/rtc/v1?access_token=…"

  /// Value of the Host header: the port is left out when it is the scheme's own.
  std::string authority() const;
};

Result<Url> parse_url(std::string_view text);

}  // namespace codevoice::net
