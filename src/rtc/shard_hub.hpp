// The TransportHub of one of several media threads that share an ICE-TCP port: one hub listens there, reads the first check of
// each connection, and hands it to the shard which the ufrag in it names.
// Ownership: as TransportHub. Thread: one shard; connections travel as net::LooseSocket.
// Errors:    as TransportHub; a connection that names no shard stays with the hub that accepted it.
#pragma once

#include <functional>
#include <memory>

#include "net/loose_socket.hpp"
#include "rtc/transport.hpp"

namespace codevoice::rtc {

struct ShardPlace {
  unsigned shard = 0;                    // named by the first letters of its ufrags
  std::uint16_t tcp_port_elsewhere = 0;  // where another shard's hub listens for this one too; 0: nowhere
  /// For the hub that listens; called on its executor.
  std::function<void(unsigned shard, std::shared_ptr<net::LooseSocket>)> hand_over_tcp;
};

class ShardHub : public TransportHub {
 public:
  static Result<std::unique_ptr<ShardHub>> create(asio::any_io_executor executor, HubConfig config, ShardPlace place);
  /// An ICE-TCP connection which another shard's hub accepted.
  virtual void adopt_tcp(net::LooseSocket connection) = 0;
};

}  // namespace codevoice::rtc
