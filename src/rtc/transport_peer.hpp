// One peer's Transport: sorts what its sockets bring (STUN, DTLS, SRTP) and joins ICE, DTLS, SRTP and SCTP to one path.
// Ownership: shared by the hub's routing tables and the user; it owns its layers and listens to them.
// Thread:    the shard. Its one timer stands at the earliest thing any layer waits for.
// Errors:    the first reason the path is impossible or lost goes to on_failed, once; after that everything is quiet.
// Sources:   RFC 7983 (sorting), RFC 5764 §5.1.2, RFC 7675 (consent).
#pragma once

#include <array>

#include "rtc/dtls_session.hpp"
#include "rtc/sctp_association.hpp"
#include "rtc/srtp_session.hpp"
#include "rtc/transport.hpp"
#include "rtc/transport_drops.hpp"
#include "rtc/transport_ice.hpp"

namespace codevoice::rtc {

/// What the transports of a hub have in common; outlives each of them.
struct TransportShared {
  TransportShared(asio::any_io_executor shard_executor, DtlsContext dtls_context, std::shared_ptr<SctpStack> sctp_stack)
      : executor(std::move(shard_executor)), dtls(std::move(dtls_context)), sctp(std::move(sctp_stack)) {}

  asio::any_io_executor executor;
  DtlsContext dtls;
  std::shared_ptr<SctpStack> sctp;
  TransportDrops drops;
  std::unique_ptr<PacketMux> mux;
  std::size_t open = 0;  // transports not yet closed or failed
};

class TransportPeer final : public Transport,
                            public PacketSink,
                            public std::enable_shared_from_this<TransportPeer>,
                            private DtlsListener,
                            private SctpListener {
 public:
  TransportPeer(std::shared_ptr<TransportShared> shared, TransportConfig config, std::weak_ptr<TransportListener> listener);
  ~TransportPeer() override;
  /// Once, right after construction.
  void begin(std::unique_ptr<TransportIce> ice);
  /// For a transport that cannot be: reports `why` from the executor.
  void begin_failed(Error why);
  bool over() const { return state_ == State::Over; }
  /// Of sockets only this transport uses.
  DropCounts own_drops() const { return ice_ ? ice_->drops() : DropCounts{}; }

  const IceCredentials& local_ice() const override { return ice_ ? ice_->local() : no_ice_; }
  const std::string& fingerprint() const override { return shared_->dtls.fingerprint(); }
  std::vector<Candidate> local_candidates() const override { return ice_ ? ice_->candidates() : std::vector<Candidate>{}; }
  Result<void> set_remote(const RemoteDescription& remote) override;
  void add_remote_candidate(const Candidate& candidate) override;
  void restart_ice() override;
  bool connected() const override { return state_ == State::Connected; }
  void send_rtp(ByteView packet) override;
  void send_rtcp(ByteView packet) override;
  Result<void> send_data(std::string_view label, ByteView message) override;
  Duration round_trip() const override;
  void close() override;

  void on_stun(const StunMessage& message, const Path& path, TimePoint arrived) override;
  void on_packet(std::span<std::uint8_t> bytes, const Path& path, TimePoint arrived) override;
  void on_path_closed(const Path& path) override;

 private:
  enum class State : std::uint8_t { New, Connecting, Connected, Over };
  using Protect = SrtpResult (SrtpSession::*)(std::span<std::uint8_t>, std::size_t);
  static constexpr std::size_t kMaxPacket = 1500;

  void on_dtls_send(ByteView datagram) override;
  void on_dtls_connected(SrtpKeys keys) override;
  void on_dtls_data(ByteView record) override;
  void on_dtls_closed() override;
  void on_dtls_failed(const Error& why) override;
  void on_sctp_packet(ByteView packet) override;
  void on_sctp_message(std::string_view label, ByteView message) override;
  void on_sctp_lost() override;
  void on_sctp_drop(SctpDrop drop, std::uint32_t count) override;

  Result<void> prepare(const RemoteDescription& remote);
  void start_dtls_when_ready();
  void on_dtls(ByteView datagram);
  void on_media(std::span<std::uint8_t> packet, TimePoint arrived);
  void protect_and_send(ByteView packet, Protect protect);
  void measure(ByteView rtcp);
  void arm();
  void on_timer();
  std::optional<TimePoint> life_deadline() const;
  void give_up(Error why);
  void tear_down();

  // passed in
  std::shared_ptr<TransportShared> shared_;
  TransportConfig config_;
  std::weak_ptr<TransportListener> listener_;
  // the layers, lowest first
  std::unique_ptr<TransportIce> ice_;
  std::unique_ptr<DtlsSession> dtls_;
  std::unique_ptr<SrtpSession> srtp_;
  std::unique_ptr<SctpAssociation> sctp_;
  // the rest
  State state_ = State::New;
  bool dtls_started_ = false;
  std::string remote_fingerprint_;
  std::vector<Bytes> held_;  // the peer's first flight, when it came before ICE or its description
  TimePoint started_{};
  asio::steady_timer timer_;
  TimePoint armed_for_ = TimePoint::max();
  Duration round_trip_{};
  std::array<std::uint8_t, kMaxPacket + kSrtpTrailer> outgoing_{};
  IceCredentials no_ice_;
};

}  // namespace codevoice::rtc
