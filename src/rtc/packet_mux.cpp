#include "rtc/packet_mux.hpp"

#include <net/if.h>

#include "rtc/ice_credentials.hpp"
#include "rtc/packet_addresses.hpp"
#include "rtc/packet_drops.hpp"
#include "rtc/packet_routes.hpp"
#include "rtc/tcp_passive.hpp"
#include "rtc/udp_socket.hpp"

namespace codevoice::rtc {

using asio::ip::address;

class PacketMux::Core final : public PacketReceiver, public std::enable_shared_from_this<Core> {
 public:
  Core(asio::any_io_executor executor, ShardPlace place) : executor_(std::move(executor)), place_(std::move(place)) {}

  Result<void> open(const HubConfig& config);
  void close();

  void on_datagram(std::span<std::uint8_t> bytes, const Path& path, TimePoint arrived) override;
  void on_drop(DropReason reason, std::uint64_t count, TimePoint now) override { drops_.add(reason, now, count); }
  void on_connection_closed(const Path& path) override;

  void bind(const Path& path, std::weak_ptr<PacketSink> sink);
  void unbind(const Path& path);
  void send(const Path& path, ByteView bytes);
  UdpSocket* udp_for(const address& remote) const;
  std::vector<Candidate> candidates() const;

  PacketRoutes& routes() { return routes_; }
  const PacketDrops& drops() const { return drops_; }
  std::uint16_t udp_port() const { return udp_port_; }
  TcpPassive& tcp() { return *tcp_; }
  std::uint16_t tcp_port() const { return tcp_->port() != 0 ? tcp_->port() : place_.tcp_port_elsewhere; }

 private:
  Result<void> open_udp(std::uint16_t port);
  Result<std::shared_ptr<UdpSocket>> open_socket(const address& one) const;
  void on_stun(ByteView bytes, const Path& path, TimePoint arrived);
  std::shared_ptr<PacketSink> sink_of(const StunMessage& message) const;
  bool hand_over(const StunMessage& check, const Path& path);

  asio::any_io_executor executor_;
  ShardPlace place_;
  std::vector<address> bound_;
  std::vector<address> advertised_;  // empty: what is bound
  std::vector<std::shared_ptr<UdpSocket>> udp_;
  std::shared_ptr<TcpPassive> tcp_;
  std::uint16_t udp_port_ = 0;
  bool own_addresses_ = false;
  PacketRoutes routes_;
  PacketDrops drops_;
};

Result<void> PacketMux::Core::open(const HubConfig& config) {
  auto bound = addresses_to_bind(config.bind_address);
  if (!bound) return fail("bind address", bound.error());
  auto advertised = parse_addresses(config.advertise);
  if (!advertised) return fail("advertised address", advertised.error());
  bound_ = std::move(*bound);
  advertised_ = std::move(*advertised);
  // what listens at addresses of the operator's is theirs: a NAT, a relay
  own_addresses_ = config.own_addresses && advertised_.empty() && bound_.front().is_v4() && bound_.front().is_loopback();
  constexpr int tries = 16;  // with port 0 the second family may find the first one's port taken
  auto opened = open_udp(config.udp_port);
  for (int i = 1; i < tries && !opened && config.udp_port == 0; ++i) opened = open_udp(0);
  if (!opened) return opened;
  tcp_ = std::make_shared<TcpPassive>(executor_, weak_from_this());
  if (config.tcp_port == 0) return {};
  return tcp_->listen(bound_, config.tcp_port);
}

Result<void> PacketMux::Core::open_udp(std::uint16_t port) {
  udp_.clear();
  udp_port_ = port;
  for (const auto& one : bound_) {
    auto socket = open_socket(one);
    if (!socket) return tl::unexpected(socket.error());
    udp_port_ = (*socket)->bound().port();
    (*socket)->start(weak_from_this());
    udp_.push_back(std::move(*socket));
  }
  return {};
}

/// By the loopback interface comes all that this machine sends itself, whichever of its addresses it is for.
Result<std::shared_ptr<UdpSocket>> PacketMux::Core::open_socket(const address& one) const {
  const auto loopback = own_addresses_ ? if_nametoindex("lo") : 0;
  if (loopback != 0) {
    auto socket = UdpSocket::open(executor_, {asio::ip::address_v4::any(), udp_port_}, loopback);
    if (socket) return socket;
  }
  return UdpSocket::open(executor_, {one, udp_port_});
}

void PacketMux::Core::on_datagram(std::span<std::uint8_t> bytes, const Path& path, TimePoint arrived) {
  if (bytes.empty()) return drops_.add(DropReason::Empty, arrived);
  if (looks_like_stun(bytes)) return on_stun(bytes, path, arrived);
  const auto found = routes_.by_path(path, arrived);
  if (found.sink) return found.sink->on_packet(bytes, path, arrived);
  drops_.add(found.late ? DropReason::Late : DropReason::UnknownSource, arrived);
}

void PacketMux::Core::on_stun(ByteView bytes, const Path& path, TimePoint arrived) {
  const auto message = parse_stun(bytes);
  if (!message) return drops_.add(DropReason::BadStun, arrived);
  const bool is_check = message->kind == StunKind::Request && !message->username.empty();
  auto found = is_check ? PacketRoutes::Found{sink_of(*message), false} : routes_.by_path(path, arrived);
  if (found.sink) return found.sink->on_stun(*message, path, arrived);
  if (is_check && hand_over(*message, path)) return;
  const bool late = found.late || (is_check && routes_.by_path(path, arrived).late);
  if (late) return drops_.add(DropReason::Late, arrived);
  drops_.add(is_check ? DropReason::UnknownUfrag : DropReason::UnknownSource, arrived);
}

std::shared_ptr<PacketSink> PacketMux::Core::sink_of(const StunMessage& message) const { return routes_.by_ufrag(message.receiver_ufrag()); }

/// A TCP connection whose first check is for another shard leaves for it, with all that was read.
bool PacketMux::Core::hand_over(const StunMessage& check, const Path& path) {
  if (path.kind != PathKind::Tcp || !place_.hand_over_tcp || routes_.by_path(path, steady_now()).sink) return false;
  const auto shard = shard_of_ufrag(check.receiver_ufrag());
  if (!shard || *shard == place_.shard) return false;
  auto released = tcp_->release(path, check.raw);
  if (released) place_.hand_over_tcp(*shard, std::make_shared<net::LooseSocket>(std::move(*released)));
  return released.has_value();
}

void PacketMux::Core::on_connection_closed(const Path& path) {
  const auto found = routes_.by_path(path, steady_now());
  routes_.unbind(path, steady_now());
  if (found.sink) found.sink->on_path_closed(path);
}

void PacketMux::Core::bind(const Path& path, std::weak_ptr<PacketSink> sink) {
  routes_.bind(path, std::move(sink));
  if (path.kind == PathKind::Tcp) tcp_->set_checked(path);
}

void PacketMux::Core::unbind(const Path& path) {
  routes_.unbind(path, steady_now());
  if (path.kind == PathKind::Tcp) tcp_->close(path);
}

UdpSocket* PacketMux::Core::udp_for(const address& remote) const {
  for (const auto& socket : udp_) {
    if (socket->bound().address().is_v4() == remote.is_v4()) return socket.get();
  }
  return nullptr;
}

void PacketMux::Core::send(const Path& path, ByteView bytes) {
  if (path.kind == PathKind::Tcp) return tcp_->send(path, bytes);
  if (auto* socket = udp_for(path.remote.address())) return socket->send(path, bytes);
  drops_.add(DropReason::NoRoute, steady_now());
}

std::vector<Candidate> PacketMux::Core::candidates() const {
  auto addresses = advertised_.empty() ? addresses_of(bound_) : advertised_;
  const auto over_tcp = tcp_candidates(addresses, tcp_port());
  if (own_addresses_ && udp_.front()->bound().address().is_unspecified()) {
    for (const auto& one : interface_addresses()) {
      if (one.is_v4() && !one.is_loopback()) addresses.push_back(one);
    }
  }
  auto candidates = udp_candidates(addresses, udp_port_);
  candidates.insert(candidates.end(), over_tcp.begin(), over_tcp.end());
  return candidates;
}

void PacketMux::Core::close() {
  for (const auto& socket : udp_) socket->close();
  if (tcp_) tcp_->close();
  routes_.clear();
}

Result<std::unique_ptr<PacketMux>> PacketMux::create(asio::any_io_executor executor, const HubConfig& config, ShardPlace place) {
  auto core = std::make_shared<Core>(std::move(executor), std::move(place));
  if (auto opened = core->open(config); !opened) {
    core->close();
    return tl::unexpected(opened.error());
  }
  return std::make_unique<PacketMux>(std::move(core));
}

PacketMux::PacketMux(std::shared_ptr<Core> core) : core_(std::move(core)) {}
PacketMux::~PacketMux() { close(); }

void PacketMux::register_ufrag(std::string ufrag, std::weak_ptr<PacketSink> sink) { core_->routes().add_ufrag(std::move(ufrag), std::move(sink)); }
void PacketMux::unregister_ufrag(std::string_view ufrag) { core_->routes().remove_ufrag(ufrag); }
void PacketMux::bind_path(const Path& path, std::weak_ptr<PacketSink> sink) { core_->bind(path, std::move(sink)); }
void PacketMux::unbind_path(const Path& path) { core_->unbind(path); }
void PacketMux::send(const Path& path, ByteView bytes) { core_->send(path, bytes); }
std::vector<Candidate> PacketMux::local_candidates() const { return core_->candidates(); }
bool PacketMux::reaches(const address& remote) const { return core_->udp_for(remote) != nullptr; }
std::uint16_t PacketMux::udp_port() const { return core_->udp_port(); }
std::uint16_t PacketMux::tcp_port() const { return core_->tcp_port(); }
DropCounts PacketMux::drops() const { return core_->drops().all(); }
void PacketMux::adopt_tcp(asio::ip::tcp::socket socket, ByteView already_read) { core_->tcp().adopt(std::move(socket), already_read); }
void PacketMux::close() { core_->close(); }

}  // namespace codevoice::rtc
