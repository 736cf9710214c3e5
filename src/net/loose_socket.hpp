// A TCP connection between two threads: taken from the loop that accepted it, on its way to another one's.
// It is a descriptor and what was read from it already: no Asio object crosses.
// Ownership: it owns the descriptor and closes it unless attach() is called.
// Thread:    one at a time; release_from() on the old loop's, attach() on the new one's.
// Errors:    Unavailable when the peer is gone.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <string>

#include "base/asio.hpp"
#include "base/result.hpp"

namespace codevoice::net {

class LooseSocket {
 public:
  /// The socket is closed afterwards for its old loop; its pending operations end as cancelled.
  static Result<LooseSocket> release_from(asio::ip::tcp::socket socket, std::string already_read);
  LooseSocket(LooseSocket&& other) noexcept;
  LooseSocket& operator=(LooseSocket&& other) noexcept;
  ~LooseSocket();

  Result<asio::ip::tcp::socket> attach(const asio::any_io_executor& executor);
  const std::string& already_read() const { return already_read_; }

 private:
  LooseSocket(int descriptor, const asio::ip::tcp& protocol, std::string already_read);
  void close() noexcept;

  int descriptor_ = -1;
  asio::ip::tcp protocol_;
  std::string already_read_;
};

}  // namespace codevoice::net
