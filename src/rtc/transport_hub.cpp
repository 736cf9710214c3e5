#include "rtc/transport_hub.hpp"

#include "base/log.hpp"
#include "rtc/ice_credentials.hpp"
#include "rtc/transport_ice_controlling.hpp"
#include "rtc/transport_ice_lite.hpp"

namespace codevoice::rtc {

Result<std::unique_ptr<TransportHub>> TransportHub::create(asio::any_io_executor executor, HubConfig config) {
  auto hub = ShardHub::create(std::move(executor), std::move(config), {});
  if (!hub) return tl::unexpected(hub.error());
  return std::unique_ptr<TransportHub>(std::move(*hub));
}

Result<std::unique_ptr<ShardHub>> ShardHub::create(asio::any_io_executor executor, HubConfig config, ShardPlace place) {
  const auto shard = place.shard;
  const auto certificate = DtlsCertificate::create();
  if (!certificate) return tl::unexpected(certificate.error());
  auto context = DtlsContext::create(*certificate);
  if (!context) return tl::unexpected(context.error());
  auto stack = SctpStack::shared();  // usrsctp exists once a process, so its hubs share it
  if (!stack) return tl::unexpected(stack.error());
  auto mux = PacketMux::create(executor, config, std::move(place));
  if (!mux) return tl::unexpected(mux.error());
  auto shared = std::make_shared<TransportShared>(std::move(executor), std::move(*context), std::move(*stack));
  shared->mux = std::move(*mux);
  return std::make_unique<SharedHub>(std::move(shared), std::move(config), shard);
}

std::shared_ptr<Transport> SharedHub::open(TransportConfig config, std::weak_ptr<TransportListener> listener) {
  auto peer = std::make_shared<TransportPeer>(shared_, config, std::move(listener));
  std::erase_if(peers_, [](const auto& other) { return other.expired(); });
  peers_.push_back(peer);
  if (closed_) {
    peer->begin_failed(Error{ErrorKind::Unavailable, "the hub is closed"});
  } else if (config.ice == IceRole::Lite) {
    peer->begin(std::make_unique<TransportIceLite>(*shared_->mux, peer, ufrag_prefix_of(shard_)));
  } else {
    HubConfig own;
    own.bind_address = config_.bind_address;
    auto mux = PacketMux::create(shared_->executor, own);
    if (mux) {
      peer->begin(std::make_unique<TransportIceControlling>(std::move(*mux), peer));
    } else {
      peer->begin_failed(mux.error());
    }
  }
  return peer;
}

DropCounts SharedHub::drops() const {
  auto counts = shared_->mux->drops();
  merge_drops(counts, shared_->drops.all());
  for (const auto& weak : peers_) {
    const auto peer = weak.lock();
    if (peer && !peer->over()) merge_drops(counts, peer->own_drops());
  }
  return counts;
}

void SharedHub::adopt_tcp(net::LooseSocket connection) {
  if (closed_) return;
  auto socket = connection.attach(shared_->executor);
  if (!socket) return log::debug("transport.adopt_failed", {{"reason", socket.error().message}});
  shared_->mux->adopt_tcp(std::move(*socket), view_of(connection.already_read()));
}

void SharedHub::close() {
  if (closed_) return;
  closed_ = true;
  for (const auto& weak : peers_) {
    if (const auto peer = weak.lock()) peer->close();
  }
  shared_->mux->close();
}

}  // namespace codevoice::rtc
