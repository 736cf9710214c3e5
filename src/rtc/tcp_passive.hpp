// ICE-TCP, passive side: listens, keeps the connections of peers by number, and closes those that show no valid check.
// Ownership: shared with the pending accepts, which hold it weakly; it owns its connections.
// Thread:    one single-threaded executor.
// Errors:    create() says which address could not be bound; connections beyond the limits are closed and counted.
// Sources:   RFC 6544.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

#include "rtc/tcp_connection.hpp"

namespace codevoice::rtc {

struct TcpLimits {
  Duration check_timeout = std::chrono::seconds{5};  // to the first valid check
  std::size_t per_source = 64;                       // connections of one address
  std::size_t in_all = 2048;
};

class TcpPassive : public std::enable_shared_from_this<TcpPassive> {
 public:
  /// Listens nowhere yet: connections may also be handed in by adopt().
  TcpPassive(asio::any_io_executor executor, std::weak_ptr<PacketReceiver> receiver, TcpLimits limits = {});

  Result<void> listen(const std::vector<asio::ip::address>& addresses, std::uint16_t port);
  void adopt(asio::ip::tcp::socket socket, ByteView already_read);

  /// Lets a connection go from within the delivery of its packet `read_last`, for another thread to adopt.
  Result<net::LooseSocket> release(const Path& path, ByteView read_last);

  void send(const Path& path, ByteView packet);
  /// A valid check came by it: it may stay.
  void set_checked(const Path& path);
  void close(const Path& path);
  void close();

  std::uint16_t port() const { return port_; }  // 0: not listening
  std::size_t size() const { return connections_.size(); }

 private:
  void accept_next(std::size_t index);
  void on_accepted(std::size_t index, asio::ip::tcp::socket socket, const boost::system::error_code& error);
  void accept_later(std::size_t index);
  bool has_room_for(const asio::ip::address& source) const;
  void forget(std::uint64_t connection, bool tell);
  void watch();
  void close_unchecked();
  void drop(DropReason reason);

  asio::any_io_executor executor_;
  std::weak_ptr<PacketReceiver> receiver_;
  TcpLimits limits_;
  std::vector<asio::ip::tcp::acceptor> acceptors_;
  std::vector<asio::steady_timer> retries_;  // one an acceptor: when the process has no descriptors left
  asio::steady_timer watchdog_;
  bool is_watching_ = false;
  std::uint16_t port_ = 0;
  std::uint64_t next_connection_ = 1;
  std::unordered_map<std::uint64_t, std::shared_ptr<TcpConnection>> connections_;
  std::map<asio::ip::address, std::size_t> per_source_;
};

}  // namespace codevoice::rtc
