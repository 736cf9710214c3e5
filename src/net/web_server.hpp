// An HTTP/1.1 server that can hand a request over to a WebSocket: accept, parse, route, answer.
// Thread:    one executor per server; handlers run on it as coroutines, one per connection at a time. A handler may hand a
//            connection over to a server of another thread.
// Errors:    malformed or oversized requests get one plain-text 400/413/431 and the connection closes; nothing throws out.
// Limits:    header 64 kB, body 1 MB (per route may be less), 30 s for a request to arrive, messages per WebSocketLimits.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/asio.hpp"
#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"

namespace codevoice::net {

struct LooseConnection;  // loose_connection.hpp

struct Request {
  std::string method;                                        // upper case
  std::string path;                                          // percent-decoded, without query
  std::vector<std::pair<std::string, std::string>> query;    // percent-decoded
  std::vector<std::pair<std::string, std::string>> headers;  // names lower case
  std::string body;
  std::string peer;  // "127.0.0.1:40112"
  bool wants_websocket = false;

  std::optional<std::string_view> query_value(std::string_view name) const;
  std::optional<std::string_view> header(std::string_view name_lower_case) const;
};

struct Response {
  unsigned status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
};

enum class MessageKind : std::uint8_t { Text, Binary };
struct Message {
  MessageKind kind = MessageKind::Binary;
  std::string data;
};

struct WebSocketLimits {
  std::size_t max_message = 256 * 1024;    // bytes in
  std::size_t max_queued = 1024 * 1024;    // bytes waiting to be written; past it the socket is closed
  std::chrono::seconds ping_interval{10};  // pings at protocol level; a peer silent for three of them is gone
  std::chrono::seconds close_limit{5};     // for what is queued, and for the peer to close as well; then the connection is cut
};

/// One WebSocket, server or client side. Sends never wait: they queue, in order.
class WebSocket {
 public:
  virtual ~WebSocket() = default;
  /// The next message; Unavailable when the peer is gone or closed, Protocol when it broke the rules.
  virtual Awaitable<Result<Message>> receive() = 0;
  virtual void send(MessageKind kind, std::string data) = 0;
  /// Sends what is queued, then a close frame; receive() returns soon after.
  virtual void close(std::uint16_t code = 1000, std::string reason = {}) = 0;
  virtual std::size_t queued_bytes() const = 0;
};

struct Upgrade {
  /// Runs as long as the socket is wanted; the socket closes when it returns.
  std::function<Awaitable<void>(std::shared_ptr<WebSocket>)> serve;
  WebSocketLimits limits;
};
/// The connection belongs to a server on another thread, which reads the request again. Not over TLS, whose state cannot move.
struct HandOver {
  /// On the thread of the server that asks; posts the connection to the one that adopts it.
  std::function<void(std::shared_ptr<LooseConnection>)> take;
};
/// Where a streamed answer is written to, piece by piece.
class BodyWriter {
 public:
  virtual ~BodyWriter() = default;
  /// Returns when the piece is with the peer's machine; Unavailable when the peer is gone, then no more is to be written.
  virtual Awaitable<Result<void>> write(std::string piece) = 0;
  /// The answer cannot be finished: the connection is closed, so that nobody takes what was sent for the whole.
  virtual void cut() = 0;
};
/// An answer whose length is not known yet.
struct Streamed {
  Response head;  // without a body
  std::function<Awaitable<void>(BodyWriter&)> write;
};
/// An answer, whole or streamed, the wish to upgrade (only valid when the request wants it), or to hand the connection over.
using Reply = std::variant<Response, Upgrade, HandOver, Streamed>;
using Handler = std::function<Awaitable<Reply>(Request)>;

struct WebServerConfig {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;
  std::string certificate_file;  // PEM chain; with key_file set the server speaks TLS
  std::string key_file;
  std::size_t max_connections = 1024;
};

class WebServer {
 public:
  /// Errors: Conflict when the port is taken (the message names address and port), Invalid for a bad address or certificate.
  static Result<std::unique_ptr<WebServer>> create(asio::any_io_executor executor, WebServerConfig config, Handler handler);
  /// Listens nowhere: serves what adopt() brings.
  static std::unique_ptr<WebServer> create_adopting(asio::any_io_executor executor, Handler handler);
  virtual ~WebServer() = default;
  virtual std::uint16_t port() const = 0;  // 0: listens nowhere
  /// Serves one request of a connection handed over by another server: after it the connection closes unless it became
  /// a WebSocket, because the next request may be for yet another thread.
  virtual void adopt(LooseConnection connection) = 0;
  /// Stops accepting, closes connections, returns when all handlers have ended.
  virtual Awaitable<void> close() = 0;
};

}  // namespace codevoice::net
