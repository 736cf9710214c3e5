// untested: through hand_over_test.cpp
#include "net/loose_socket.hpp"

#include <unistd.h>

#include <utility>

namespace codevoice::net {

using asio::ip::tcp;

LooseSocket::LooseSocket(int descriptor, const tcp& protocol, std::string already_read)
    : descriptor_(descriptor), protocol_(protocol), already_read_(std::move(already_read)) {}

LooseSocket::LooseSocket(LooseSocket&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), protocol_(other.protocol_), already_read_(std::move(other.already_read_)) {}

LooseSocket& LooseSocket::operator=(LooseSocket&& other) noexcept {
  if (this == &other) return *this;
  close();
  descriptor_ = std::exchange(other.descriptor_, -1);
  protocol_ = other.protocol_;
  already_read_ = std::move(other.already_read_);
  return *this;
}

LooseSocket::~LooseSocket() { close(); }

void LooseSocket::close() noexcept {
  if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

Result<LooseSocket> LooseSocket::release_from(tcp::socket socket, std::string already_read) {
  boost::system::error_code error;
  const auto local = socket.local_endpoint(error);
  if (error) return fail(ErrorKind::Unavailable, "the connection is gone: " + error.message());
  const int descriptor = socket.release(error);
  if (error) return fail(ErrorKind::Unavailable, "the connection cannot be handed over: " + error.message());
  return LooseSocket(descriptor, local.protocol(), std::move(already_read));
}

Result<tcp::socket> LooseSocket::attach(const asio::any_io_executor& executor) {
  tcp::socket socket(executor);
  boost::system::error_code error;
  socket.assign(protocol_, descriptor_, error);
  if (error) return fail(ErrorKind::Unavailable, "the connection cannot be taken over: " + error.message());
  descriptor_ = -1;
  return socket;
}

}  // namespace codevoice::net
