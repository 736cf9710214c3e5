// Messages on their way to a client: sent in order, none before it is due.
// Ownership: lives in the coroutine that serves the connection. Thread: the server's executor.
#pragma once

#include <deque>
#include <string>

#include "base/asio.hpp"
#include "emulators/faulty_socket.hpp"

namespace codevoice::emulators {

class Outbox {
 public:
  Outbox(asio::any_io_executor executor, FaultySocket& socket, Clock& clock)
      : socket_(socket), clock_(clock), changed_(std::move(executor), asio::steady_timer::time_point::max()) {}

  void put(net::MessageKind kind, std::string data, Duration delay = {});
  void clear() { waiting_.clear(); }
  /// Sends until the connection is closed.
  Awaitable<void> run();
  /// Returns when all was sent, or the connection is closed.
  Awaitable<void> drained();

 private:
  struct Waiting {
    TimePoint due;
    net::Message message;
  };
  FaultySocket& socket_;
  Clock& clock_;
  std::deque<Waiting> waiting_;
  bool sending_ = false;
  asio::steady_timer changed_;  // cancelled at every change
};

}  // namespace codevoice::emulators
