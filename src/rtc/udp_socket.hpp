// One bound UDP socket: drains up to 32 datagrams a wake, and answers from the address of ours a packet came to.
// Ownership: shared with the pending wait, which holds it weakly; the receiver is held weakly.
// Thread:    one single-threaded executor.
// Errors:    open() says why; after that what cannot be received or sent is dropped and reported by reason.
#pragma once

#include <memory>

#include "rtc/packet_receiver.hpp"

namespace codevoice::rtc {

class UdpSocket : public std::enable_shared_from_this<UdpSocket> {
 public:
  /// A v6 socket takes v6 packets only. `only_interface`: the index of the one interface packets may come by; 0: any.
  static Result<std::shared_ptr<UdpSocket>> open(const asio::any_io_executor& executor, const Endpoint& bind_to, unsigned only_interface = 0);
  explicit UdpSocket(asio::ip::udp::socket socket, const Endpoint& bound);
  ~UdpSocket();

  void start(std::weak_ptr<PacketReceiver> receiver);
  void send(const Path& path, ByteView bytes);
  const Endpoint& bound() const { return bound_; }
  void close();

 private:
  struct Batch;  // the buffers of one recvmmsg

  void wait();
  void drain();
  void deliver(PacketReceiver& receiver, std::size_t index, TimePoint now);
  void note_overflow(PacketReceiver& receiver, std::uint32_t total, TimePoint now);
  void drop(DropReason reason);

  asio::ip::udp::socket socket_;
  Endpoint bound_;
  bool is_wildcard_;
  std::weak_ptr<PacketReceiver> receiver_;
  std::unique_ptr<Batch> batch_;
  std::uint32_t overflowed_ = 0;  // the kernel's running count
};

}  // namespace codevoice::rtc
