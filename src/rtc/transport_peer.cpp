// untested: through transport_hub_test.cpp
#include "rtc/transport_peer.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "rtc/rtcp_packet.hpp"

namespace codevoice::rtc {
namespace {

constexpr std::size_t kHeldDatagrams = 4;  // a ClientHello of Chromium takes two
constexpr std::size_t kMaxHeld = 1500;

enum class PacketKind : std::uint8_t { Dtls, Media, Unknown };

// RFC 7983 §7
PacketKind kind_of(ByteView packet) {
  const auto first = packet.empty() ? 0 : packet[0];
  if (first >= 20 && first <= 63) return PacketKind::Dtls;
  if (first >= 128 && first <= 191) return PacketKind::Media;
  return PacketKind::Unknown;
}

// RFC 5761 §4
bool is_rtcp(ByteView packet) { return packet.size() > 1 && packet[1] >= 192 && packet[1] <= 223; }

std::int64_t wall_us() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

TimePoint now() { return std::chrono::steady_clock::now(); }

}  // namespace

TransportPeer::TransportPeer(std::shared_ptr<TransportShared> shared, TransportConfig config, std::weak_ptr<TransportListener> listener)
    : shared_(std::move(shared)), config_(config), listener_(std::move(listener)), timer_(shared_->executor) {
  ++shared_->open;
}

TransportPeer::~TransportPeer() { tear_down(); }

void TransportPeer::begin(std::unique_ptr<TransportIce> ice) { ice_ = std::move(ice); }

void TransportPeer::begin_failed(Error why) {
  asio::post(shared_->executor, [weak = weak_from_this(), why = std::move(why)] {
    if (const auto self = weak.lock()) self->give_up(why);
  });
}

Result<void> TransportPeer::set_remote(const RemoteDescription& remote) {
  const auto self = shared_from_this();
  if (state_ == State::Over || !ice_) return fail(ErrorKind::Unavailable, "the transport is closed");
  if (state_ == State::New) {
    if (auto ready = prepare(remote); !ready) return ready;
  } else if (parse_fingerprint(remote.fingerprint) != parse_fingerprint(remote_fingerprint_)) {
    return fail(ErrorKind::Invalid, "the peer's certificate may not change");
  }
  ice_->set_remote(remote, now());
  start_dtls_when_ready();
  arm();
  return {};
}

Result<void> TransportPeer::prepare(const RemoteDescription& remote) {
  DtlsSessionConfig dtls;
  dtls.role = config_.dtls;
  dtls.peer_fingerprint = remote.fingerprint;
  auto session = DtlsSession::create(shared_->dtls, std::move(dtls), *this);
  if (!session) return tl::unexpected(session.error());
  dtls_ = std::move(*session);
  remote_fingerprint_ = remote.fingerprint;
  state_ = State::Connecting;
  started_ = now();
  return {};
}

void TransportPeer::add_remote_candidate(const Candidate& candidate) {
  if (state_ == State::Over || !ice_) return;
  ice_->add_remote_candidate(candidate, now());
  arm();
}

void TransportPeer::restart_ice() {
  if (state_ == State::Over || !ice_) return;
  ice_->restart();
}

void TransportPeer::on_stun(const StunMessage& message, const Path& path, TimePoint arrived) {
  if (state_ == State::Over) return;
  ice_->on_stun(message, path, arrived);
  start_dtls_when_ready();
  arm();
}

void TransportPeer::on_path_closed(const Path& path) {
  if (state_ != State::Over) ice_->on_path_closed(path);
}

void TransportPeer::on_packet(std::span<std::uint8_t> bytes, const Path& /*path*/, TimePoint arrived) {
  if (state_ == State::Over) return;
  switch (kind_of(bytes)) {
    case PacketKind::Dtls: return on_dtls(bytes);
    case PacketKind::Media: return on_media(bytes, arrived);
    case PacketKind::Unknown: return shared_->drops.add(TransportDrop::UnknownKind);
  }
}

void TransportPeer::start_dtls_when_ready() {
  if (dtls_started_ || !dtls_ || state_ != State::Connecting || !ice_->selected()) return;
  dtls_started_ = true;
  dtls_->start();
  for (const auto& datagram : std::exchange(held_, {})) dtls_->on_datagram(datagram);
}

void TransportPeer::on_dtls(ByteView datagram) {
  if (dtls_started_) {
    dtls_->on_datagram(datagram);
    return arm();
  }
  if (held_.size() >= kHeldDatagrams || datagram.size() > kMaxHeld) return shared_->drops.add(TransportDrop::EarlyDtls);
  held_.emplace_back(datagram.begin(), datagram.end());
}

void TransportPeer::on_media(std::span<std::uint8_t> packet, TimePoint arrived) {
  if (!srtp_) return shared_->drops.add(TransportDrop::EarlyMedia);
  const bool rtcp = is_rtcp(packet);
  const auto size = rtcp ? srtp_->unprotect_rtcp(packet) : srtp_->unprotect_rtp(packet);
  if (!size) return shared_->drops.add(size.error());
  const auto clear = packet.first(*size);
  if (rtcp) measure(clear);
  const auto listener = listener_.lock();
  if (!listener) return;
  if (rtcp) {
    listener->on_rtcp(clear, arrived);
  } else {
    listener->on_rtp(clear, arrived);
  }
}

void TransportPeer::send_rtp(ByteView packet) { protect_and_send(packet, &SrtpSession::protect_rtp); }

void TransportPeer::send_rtcp(ByteView packet) { protect_and_send(packet, &SrtpSession::protect_rtcp); }

void TransportPeer::protect_and_send(ByteView packet, Protect protect) {
  if (state_ != State::Connected) return shared_->drops.add(TransportDrop::NotConnected);
  if (packet.size() > kMaxPacket) return shared_->drops.add(TransportDrop::Oversized);
  std::copy(packet.begin(), packet.end(), outgoing_.begin());
  const auto size = (srtp_.get()->*protect)(outgoing_, packet.size());
  if (!size) return shared_->drops.add(size.error());
  if (!ice_->send(ByteView(outgoing_).first(*size))) shared_->drops.add(TransportDrop::NotConnected);
}

Result<void> TransportPeer::send_data(std::string_view label, ByteView message) {
  if (!sctp_) return fail(ErrorKind::Unavailable, "the transport is not connected");
  return sctp_->send(label, message);
}

// A lite agent sends no checks; the peer's reports on our own sender reports tell the round trip instead.
void TransportPeer::measure(ByteView rtcp) {
  const auto parsed = parse_rtcp(rtcp);
  if (!parsed) return;
  const auto ntp = ntp_from_wall_us(wall_us());
  const auto take = [&](const std::vector<ReportBlock>& blocks) {
    for (const auto& block : blocks) {
      const auto measured = round_trip_of(block, ntp);
      if (measured) round_trip_ = round_trip_ == Duration{} ? *measured : (round_trip_ * 7 + *measured) / 8;
    }
  };
  for (const auto& report : parsed->receiver_reports) take(report.blocks);
  for (const auto& report : parsed->sender_reports) take(report.blocks);
}

Duration TransportPeer::round_trip() const {
  const auto checked = ice_ ? ice_->round_trip() : Duration{};
  return checked != Duration{} ? checked : round_trip_;
}

void TransportPeer::on_dtls_send(ByteView datagram) {
  if (ice_ && !ice_->send(datagram)) shared_->drops.add(TransportDrop::NotConnected);
}

void TransportPeer::on_dtls_connected(SrtpKeys keys) {
  auto srtp = SrtpSession::create(keys);
  if (!srtp) return give_up(srtp.error());
  srtp_ = std::move(*srtp);
  SctpChannelsConfig channels;
  channels.channels = config_.channels;
  channels.dtls = config_.dtls;
  SctpListener& data = *this;
  sctp_ = std::make_unique<SctpAssociation>(shared_->sctp, shared_->executor, channels, data);
  state_ = State::Connected;
  if (const auto listener = listener_.lock()) listener->on_connected();
}

void TransportPeer::on_dtls_data(ByteView record) {
  if (sctp_) sctp_->on_packet(record);
}

// A page that reconnects says this before it leaves or comes back: media ends by consent, not by this.
void TransportPeer::on_dtls_closed() { log::debug("transport.close_notify"); }

void TransportPeer::on_dtls_failed(const Error& why) { give_up(why); }

void TransportPeer::on_sctp_packet(ByteView packet) {
  if (state_ == State::Over) return;
  if (!dtls_->send(packet)) shared_->drops.add(TransportDrop::DataUnsent);
}

void TransportPeer::on_sctp_message(std::string_view label, ByteView message) {
  const auto self = shared_from_this();
  if (const auto listener = listener_.lock()) listener->on_data(label, message);
}

void TransportPeer::on_sctp_lost() { log::debug("transport.data_channels_lost"); }

void TransportPeer::on_sctp_drop(SctpDrop drop, std::uint32_t count) { shared_->drops.add(drop, count); }

std::optional<TimePoint> TransportPeer::life_deadline() const {
  if (state_ == State::Connecting) return started_ + config_.connect_timeout;
  if (state_ != State::Connected) return std::nullopt;
  return ice_->last_heard().value_or(started_) + config_.consent_timeout;
}

// Packets only ever move deadlines later, and the timer looks again when it fires: so it is moved only to come earlier.
void TransportPeer::arm() {
  if (state_ == State::Over) return;
  auto next = life_deadline().value_or(TimePoint::max());
  if (const auto ice = ice_->deadline()) next = std::min(next, *ice);
  if (dtls_) {
    if (const auto left = dtls_->timeout()) next = std::min<TimePoint>(next, now() + *left);
  }
  if (next >= armed_for_) return;
  armed_for_ = next;
  timer_.expires_at(std::chrono::time_point_cast<std::chrono::steady_clock::duration>(next));
  timer_.async_wait([weak = weak_from_this()](boost::system::error_code error) {
    if (error) return;
    if (const auto self = weak.lock()) self->on_timer();
  });
}

void TransportPeer::on_timer() {
  if (state_ == State::Over) return;
  armed_for_ = TimePoint::max();
  const auto deadline = life_deadline();
  if (deadline && now() >= *deadline) {
    const bool was_connected = state_ == State::Connected;
    return give_up(Error{ErrorKind::Timeout, was_connected ? "the peer has gone silent" : "no connection in time"});
  }
  ice_->on_time(now());
  start_dtls_when_ready();
  if (dtls_started_) dtls_->on_timeout();
  arm();
}

void TransportPeer::give_up(Error why) {
  if (state_ == State::Over) return;
  const auto self = shared_from_this();
  tear_down();
  log::debug("transport.failed", {{"reason", why.message}});
  if (const auto listener = listener_.lock()) listener->on_failed(why);
}

void TransportPeer::close() {
  if (state_ == State::Over) return;
  listener_.reset();
  if (sctp_) sctp_->close();
  if (dtls_) dtls_->close();
  tear_down();
}

// The layers themselves stay until the end: this may be called from inside one of them.
void TransportPeer::tear_down() {
  if (state_ == State::Over) return;
  state_ = State::Over;
  --shared_->open;
  timer_.cancel();
  held_.clear();
  if (sctp_) sctp_->close();
  if (!ice_) return;
  ice_->close();
  shared_->drops.add(ice_->drops());
}

}  // namespace codevoice::rtc
