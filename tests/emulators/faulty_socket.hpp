// A server's side of a WebSocket with a Fault between it and the client: delayed, slowed, garbled, stalled or closed as the fault says.
// Ownership: one per connection, in its coroutine. Thread: the server's executor. Errors: send() says whether it is worth going on.
#pragma once

#include <memory>
#include <string>

#include "emulators/faults.hpp"
#include "net/web_server.hpp"

namespace codevoice::emulators {

class FaultySocket {
 public:
  FaultySocket(std::shared_ptr<net::WebSocket> socket, const Fault& fault, Clock& clock) : socket_(std::move(socket)), fault_(fault), clock_(clock) {}

  /// False once the connection is closed.
  Awaitable<bool> send(net::MessageKind kind, std::string data);
  Awaitable<Result<net::Message>> receive();
  void close(std::uint16_t code, std::string reason);
  bool closed() const { return closed_; }

 private:
  std::shared_ptr<net::WebSocket> socket_;
  Fault fault_;
  Clock& clock_;
  std::size_t sent_ = 0;
  std::size_t received_ = 0;
  bool closed_ = false;
};

}  // namespace codevoice::emulators
