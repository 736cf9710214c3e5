// One TCP connection of a peer: framed packets in and out.
// Ownership: its table (TcpPassive) and the pending waits, which hold it weakly; the receiver is held weakly.
// Thread:    one single-threaded executor.
// Errors:    a broken or closed connection is reported once by on_closed; what the peer does not take is dropped.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <memory>

#include "net/loose_socket.hpp"
#include "rtc/packet_receiver.hpp"
#include "rtc/tcp_frame_reader.hpp"
#include "rtc/tcp_write_queue.hpp"

namespace codevoice::rtc {

class TcpConnection : public std::enable_shared_from_this<TcpConnection> {
 public:
  using OnClosed = std::function<void(std::uint64_t connection)>;

  /// `path` names both ends and the connection's number.
  TcpConnection(asio::ip::tcp::socket socket, const Path& path);

  /// Handles `already_read` first, as if just read.
  void start(std::weak_ptr<PacketReceiver> receiver, OnClosed on_closed, ByteView already_read);
  void send(ByteView packet);
  /// Takes the connection away with `read_last`, the packet being delivered, and all behind it. As closed afterwards.
  Result<net::LooseSocket> release(ByteView read_last);
  /// No callback follows.
  void close();

  const Path& path() const { return path_; }
  TimePoint accepted() const { return accepted_; }
  bool is_checked() const { return is_checked_; }
  void set_checked() { is_checked_ = true; }

 private:
  void wait_readable();
  void read_some();
  /// False when the connection is over.
  bool deliver_frames();
  void wait_writable();
  void flush();
  void end();
  void drop(DropReason reason, std::uint64_t count);

  asio::ip::tcp::socket socket_;
  Path path_;
  TimePoint accepted_;
  bool is_checked_ = false;
  bool is_waiting_writable_ = false;
  std::weak_ptr<PacketReceiver> receiver_;
  OnClosed on_closed_;
  TcpFrameReader reader_;
  TcpWriteQueue queue_;
};

}  // namespace codevoice::rtc
