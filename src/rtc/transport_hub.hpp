// The TransportHub: a shard's sockets, its certificate, its transports.
// Ownership: transports are the users'; the hub knows them weakly and closes those left when it goes.
// Thread:    one shard.
#pragma once

#include "rtc/shard_hub.hpp"
#include "rtc/transport_peer.hpp"

namespace codevoice::rtc {

class SharedHub final : public ShardHub {
 public:
  SharedHub(std::shared_ptr<TransportShared> shared, HubConfig config, unsigned shard)
      : shared_(std::move(shared)), config_(std::move(config)), shard_(shard) {}
  ~SharedHub() override { close(); }

  std::shared_ptr<Transport> open(TransportConfig config, std::weak_ptr<TransportListener> listener) override;
  std::uint16_t udp_port() const override { return shared_->mux->udp_port(); }
  std::uint16_t tcp_port() const override { return shared_->mux->tcp_port(); }
  DropCounts drops() const override;
  std::size_t open_transports() const override { return shared_->open; }
  void adopt_tcp(net::LooseSocket connection) override;
  void close() override;

 private:
  std::shared_ptr<TransportShared> shared_;
  HubConfig config_;
  unsigned shard_;
  std::vector<std::weak_ptr<TransportPeer>> peers_;
  bool closed_ = false;
};

}  // namespace codevoice::rtc
