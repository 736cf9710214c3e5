// untested: through tcp_passive_test.cpp
#include "rtc/tcp_connection.hpp"

#include <sys/socket.h>

#include <cerrno>
#include <utility>

namespace codevoice::rtc {

using asio::ip::tcp;

TcpConnection::TcpConnection(tcp::socket socket, const Path& path) : socket_(std::move(socket)), path_(path), accepted_(steady_now()) {
  boost::system::error_code ignored;  // an option refused shows at the first read
  socket_.set_option(tcp::no_delay(true), ignored);
  socket_.non_blocking(true, ignored);
}

void TcpConnection::start(std::weak_ptr<PacketReceiver> receiver, OnClosed on_closed, ByteView already_read) {
  receiver_ = std::move(receiver);
  on_closed_ = std::move(on_closed);
  while (!already_read.empty()) {
    already_read = already_read.subspan(reader_.append(already_read));
    if (!deliver_frames()) return;
  }
  wait_readable();
}

void TcpConnection::wait_readable() {
  socket_.async_wait(tcp::socket::wait_read, [weak = weak_from_this()](const boost::system::error_code& error) {
    const auto self = weak.lock();
    if (self && error != asio::error::operation_aborted) self->read_some();
  });
}

void TcpConnection::read_some() {
  const auto space = reader_.space();
  boost::system::error_code error;
  const auto count = socket_.read_some(asio::buffer(space.data(), space.size()), error);
  if (error && error != asio::error::would_block) return end();
  reader_.filled(count);
  if (deliver_frames()) wait_readable();
}

bool TcpConnection::deliver_frames() {
  const auto receiver = receiver_.lock();
  const auto now = steady_now();
  while (const auto frame = reader_.next()) {
    if (receiver) receiver->on_datagram(*frame, path_, now);
    if (!socket_.is_open()) return false;
  }
  if (!reader_.broken()) return true;
  drop(DropReason::TcpBadFrame, 1);
  end();
  return false;
}

void TcpConnection::send(ByteView packet) {
  if (!socket_.is_open()) return drop(DropReason::NoRoute, 1);
  if (const auto dropped = queue_.push(packet)) drop(DropReason::TcpOverflow, dropped);
  if (!is_waiting_writable_) flush();
}

void TcpConnection::flush() {
  while (!queue_.empty()) {
    const auto bytes = queue_.front();
    const auto sent = ::send(socket_.native_handle(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent >= 0) {
      queue_.consume(static_cast<std::size_t>(sent));
      continue;
    }
    if (errno == EAGAIN || errno == EWOULDBLOCK) return wait_writable();
    // Broken: the reading side wakes, finds out and ends it; never from within send()
    drop(DropReason::SendFailed, 1);
    boost::system::error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_both, ignored);
    return queue_.consume(queue_.size());
  }
}

void TcpConnection::wait_writable() {
  is_waiting_writable_ = true;
  socket_.async_wait(tcp::socket::wait_write, [weak = weak_from_this()](const boost::system::error_code& error) {
    const auto self = weak.lock();
    if (!self || error == asio::error::operation_aborted) return;
    self->is_waiting_writable_ = false;
    self->flush();
  });
}

void TcpConnection::end() {
  if (!socket_.is_open()) return;
  const auto on_closed = std::exchange(on_closed_, nullptr);
  close();
  if (on_closed) on_closed(path_.connection);
}

Result<net::LooseSocket> TcpConnection::release(ByteView read_last) {
  std::array<std::uint8_t, 2> length{};
  write_be16(length.data(), static_cast<std::uint16_t>(read_last.size()));
  std::string read(length.begin(), length.end());
  read.append(read_last.begin(), read_last.end());
  const auto unread = reader_.rest();
  read.append(unread.begin(), unread.end());
  on_closed_ = nullptr;
  return net::LooseSocket::release_from(std::move(socket_), std::move(read));
}

void TcpConnection::close() {
  on_closed_ = nullptr;
  boost::system::error_code ignored;
  socket_.close(ignored);
}

void TcpConnection::drop(DropReason reason, std::uint64_t count) {
  if (const auto receiver = receiver_.lock()) receiver->on_drop(reason, count, steady_now());
}

}  // namespace codevoice::rtc
