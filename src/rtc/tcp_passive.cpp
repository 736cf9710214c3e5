#include "rtc/tcp_passive.hpp"

#include <algorithm>
#include <boost/asio/ip/v6_only.hpp>

#include "rtc/packet_addresses.hpp"

namespace codevoice::rtc {

using asio::ip::tcp;

TcpPassive::TcpPassive(asio::any_io_executor executor, std::weak_ptr<PacketReceiver> receiver, TcpLimits limits)
    : executor_(std::move(executor)), receiver_(std::move(receiver)), limits_(limits), watchdog_(executor_) {}

Result<void> TcpPassive::listen(const std::vector<asio::ip::address>& addresses, std::uint16_t port) {
  port_ = port;
  for (const auto& address : addresses) {
    const tcp::endpoint where(address, port_);
    tcp::acceptor acceptor(executor_);
    boost::system::error_code error;
    acceptor.open(where.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error && address.is_v6()) acceptor.set_option(asio::ip::v6_only(true), error);
    if (!error) acceptor.bind(where, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (!error) port_ = acceptor.local_endpoint(error).port();  // with port 0 the others follow the first
    if (error) {
      close();
      return tl::unexpected(bind_error("TCP", {address, where.port()}, error));
    }
    acceptors_.push_back(std::move(acceptor));
    retries_.emplace_back(executor_);
  }
  for (std::size_t i = 0; i < acceptors_.size(); ++i) accept_next(i);
  return {};
}

void TcpPassive::accept_next(std::size_t index) {
  if (!acceptors_[index].is_open()) return;
  acceptors_[index].async_accept([weak = weak_from_this(), index](const boost::system::error_code& error, tcp::socket socket) {
    if (const auto self = weak.lock()) self->on_accepted(index, std::move(socket), error);
  });
}

void TcpPassive::on_accepted(std::size_t index, tcp::socket socket, const boost::system::error_code& error) {
  if (error == asio::error::operation_aborted) return;
  if (error == asio::error::no_descriptors || error == asio::error::no_memory) return accept_later(index);
  if (!error) adopt(std::move(socket), {});
  accept_next(index);
}

void TcpPassive::accept_later(std::size_t index) {
  drop(DropReason::TcpRefused);
  retries_[index].expires_after(std::chrono::milliseconds{100});
  retries_[index].async_wait([weak = weak_from_this(), index](const boost::system::error_code& error) {
    const auto self = weak.lock();
    if (self && !error) self->accept_next(index);
  });
}

bool TcpPassive::has_room_for(const asio::ip::address& source) const {
  const auto found = per_source_.find(source);
  return connections_.size() < limits_.in_all && (found == per_source_.end() || found->second < limits_.per_source);
}

void TcpPassive::adopt(tcp::socket socket, ByteView already_read) {
  boost::system::error_code error;
  const auto remote = socket.remote_endpoint(error);
  const auto local = error ? tcp::endpoint{} : socket.local_endpoint(error);
  if (error) return;  // gone already
  Path path;
  path.kind = PathKind::Tcp;
  path.remote = unmapped(Endpoint(remote.address(), remote.port()));
  path.local = unmapped(local.address());
  path.connection = next_connection_++;
  if (!has_room_for(path.remote.address())) return drop(DropReason::TcpRefused);
  const auto connection = std::make_shared<TcpConnection>(std::move(socket), path);
  connections_.emplace(path.connection, connection);
  ++per_source_[path.remote.address()];
  watch();
  const auto on_closed = [weak = weak_from_this()](std::uint64_t number) {
    if (const auto self = weak.lock()) self->forget(number, true);
  };
  connection->start(receiver_, on_closed, already_read);
}

Result<net::LooseSocket> TcpPassive::release(const Path& path, ByteView read_last) {
  const auto found = connections_.find(path.connection);
  if (found == connections_.end()) return fail(ErrorKind::Unavailable, "the connection is gone");
  const auto connection = found->second;  // its delivery goes on after forget()
  auto released = connection->release(read_last);
  forget(path.connection, false);
  return released;
}

void TcpPassive::send(const Path& path, ByteView packet) {
  const auto found = connections_.find(path.connection);
  if (found == connections_.end()) return drop(DropReason::NoRoute);
  found->second->send(packet);
}

void TcpPassive::set_checked(const Path& path) {
  if (const auto found = connections_.find(path.connection); found != connections_.end()) found->second->set_checked();
}

void TcpPassive::close(const Path& path) { forget(path.connection, false); }

void TcpPassive::forget(std::uint64_t connection, bool tell) {
  const auto found = connections_.find(connection);
  if (found == connections_.end()) return;
  const auto gone = found->second;  // alive until the callback is through
  connections_.erase(found);
  const auto source = per_source_.find(gone->path().remote.address());
  if (source != per_source_.end() && --source->second == 0) per_source_.erase(source);
  gone->close();
  const auto receiver = tell ? receiver_.lock() : nullptr;
  if (receiver) receiver->on_connection_closed(gone->path());
}

void TcpPassive::watch() {
  if (is_watching_) return;
  is_watching_ = true;
  watchdog_.expires_after(std::min<Duration>(limits_.check_timeout, std::chrono::seconds{1}));
  watchdog_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
    const auto self = weak.lock();
    if (!self || error) return;
    self->is_watching_ = false;
    self->close_unchecked();
  });
}

void TcpPassive::close_unchecked() {
  std::vector<std::uint64_t> late;
  bool more = false;
  for (const auto& [number, connection] : connections_) {
    if (connection->is_checked()) continue;
    more = true;
    if (steady_now() - connection->accepted() >= limits_.check_timeout) late.push_back(number);
  }
  for (const auto number : late) {
    drop(DropReason::TcpNoCheck);
    forget(number, false);
  }
  if (more) watch();
}

void TcpPassive::close() {
  boost::system::error_code ignored;
  for (auto& acceptor : acceptors_) acceptor.close(ignored);
  for (auto& retry : retries_) retry.cancel();
  watchdog_.cancel();
  for (const auto& [number, connection] : connections_) connection->close();
  connections_.clear();
  per_source_.clear();
}

void TcpPassive::drop(DropReason reason) {
  if (const auto receiver = receiver_.lock()) receiver->on_drop(reason, 1, steady_now());
}

}  // namespace codevoice::rtc
