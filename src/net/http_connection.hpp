// What a server knows of a connection it serves, and the parts of serving that do not depend on plain or TLS.
// Ownership: shared by the connection's coroutine and the server's list of open ones.
// Thread:    the server's executor.
// Errors:    a handler that throws gives 500.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include "net/web_server.hpp"

namespace codevoice::net {

class OpenConnection {
 public:
  virtual ~OpenConnection() = default;
  /// Serves until the peer leaves or the connection is cut.
  virtual Awaitable<void> run() = 0;
  /// Asks a WebSocket to close in good manners; plain HTTP is cut.
  virtual void go_away() = 0;
  virtual void abort() = 0;
};

/// Runs the handler; what it throws becomes a 500.
Awaitable<Reply> ask_handler(const Handler& handler, Request request);
/// The status for a request Beast could not read, 0 when nobody is there to be told.
unsigned status_of_read_error(const boost::system::error_code& error);
Response plain_response(unsigned status, std::string text);

}  // namespace codevoice::net
