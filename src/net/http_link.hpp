// One connection to a server, with one request at a time on it.
// Thread: its coroutine's executor. Errors: as describe_client_error() says.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "net/http_message.hpp"
#include "net/url.hpp"

namespace codevoice::net {

class HttpLink {
 public:
  virtual ~HttpLink() = default;
  /// Sends the request and reads the answer's header.
  virtual Awaitable<Result<void>> ask(BeastRequest request, TimePoint deadline) = 0;
  virtual unsigned status() const = 0;
  virtual std::string header(std::string_view name) const = 0;
  virtual Awaitable<Result<std::optional<std::string>>> read_some(TimePoint deadline) = 0;
  /// The last answer was read to its end, and another request may follow.
  virtual bool reusable() const = 0;
  /// The server has closed it, or sent what nobody asked for.
  virtual bool stale() = 0;
};

Awaitable<Result<std::unique_ptr<HttpLink>>> connect_link(Url url, TimePoint deadline);

}  // namespace codevoice::net
