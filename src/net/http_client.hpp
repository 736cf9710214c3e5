// Outgoing HTTP whose answers are read as they come (server-sent events, streamed audio), over connections that are kept for the next
// request. http/https, certificates verified.
// Ownership: answers may outlive the client; one that is dropped before its end closes its connection.
// Thread:    the executor of the coroutines that use it, all the same.
// Errors:    Unavailable (refused, unreachable, certificate, cut off in the middle), Timeout, Protocol, Cancelled. A status is no error.
// Limits:    header 64 kB; a piece of the body 16 kB.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "net/url.hpp"
#include "net/web_client.hpp"

namespace codevoice::net {

class HttpAnswer {
 public:
  virtual ~HttpAnswer() = default;
  virtual unsigned status() const = 0;
  /// Empty when there is none. Names in any case.
  virtual std::string header(std::string_view name) const = 0;
  /// The next piece of the body, when one comes within `limit`; nothing at its end. After an error nothing more is to be had.
  virtual Awaitable<Result<std::optional<std::string>>> read(std::chrono::milliseconds limit) = 0;
};

struct HttpClientConfig {
  std::size_t max_idle = 4;            // connections kept open together
  std::chrono::seconds idle_time{50};  // then they are closed: servers drop them about a minute after their last use
};

class HttpLink;

class HttpClient {
 public:
  explicit HttpClient(HttpClientConfig config = {});
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  /// Sends it and gives the answer as soon as its header is there; `request.timeout` is for that much. A kept connection that turns out
  /// to be closed is replaced by a new one.
  Awaitable<Result<std::unique_ptr<HttpAnswer>>> open(ClientRequest request);
  /// Connects ahead of the first request, TLS included.
  Awaitable<Result<void>> connect(std::string url, std::chrono::milliseconds timeout);
  /// Connections that wait for a request.
  std::size_t idle() const;
  /// Connections made so far.
  std::size_t connected() const { return connected_; }

 private:
  struct Kept;
  Awaitable<Result<std::unique_ptr<HttpAnswer>>> try_open(std::unique_ptr<HttpLink> link, const ClientRequest& request, const Url& url,
                                                          TimePoint deadline);
  std::shared_ptr<Kept> kept_;
  std::size_t connected_ = 0;
};

/// The whole rest of an answer, up to `most` bytes; Protocol when there is more.
Awaitable<Result<std::string>> read_all(HttpAnswer& answer, std::size_t most, std::chrono::milliseconds limit);

}  // namespace codevoice::net
