// One peer's secure path: ICE, then DTLS, then SRTP media and SCTP data channels, all over the shard's sockets.
// Ownership: shared between the room (or client) that uses it and the hub's routing tables; the listener is held weakly.
// Thread:    everything on the hub's shard (its io_context). SCTP runs elsewhere inside; its results are posted back.
// Errors:    a path that cannot be made or is lost is reported once by on_failed; bad packets are dropped and counted.
// Sources:   RFC 8445 (ICE), RFC 6347 (DTLS 1.2), RFC 5764 (DTLS-SRTP), RFC 8831/8832 (data channels).
#pragma once

#include <boost/asio/ip/udp.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/asio.hpp"
#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"

namespace codevoice::rtc {

using Endpoint = asio::ip::udp::endpoint;

struct IceCredentials {
  std::string ufrag;
  std::string pwd;
};

enum class CandidateKind : std::uint8_t { Udp, TcpPassive };

struct Candidate {
  CandidateKind kind = CandidateKind::Udp;
  Endpoint address;  // TCP candidates too: only address and port matter
  std::uint32_t priority = 0;
};

/// What the other side's SDP says of its transport.
struct RemoteDescription {
  IceCredentials ice;
  std::string fingerprint;            // sha-256, "AB:CD:…" upper case
  std::vector<Candidate> candidates;  // empty is fine for a lite agent
};

enum class IceRole : std::uint8_t { Lite, Controlling };
enum class DtlsRole : std::uint8_t { Server, Client };
/// Answerer waits for the peer's DCEP opens (room server); Opener opens _reliable and _lossy itself (participant).
enum class ChannelRole : std::uint8_t { Answerer, Opener };

struct TransportConfig {
  IceRole ice = IceRole::Lite;
  DtlsRole dtls = DtlsRole::Server;
  ChannelRole channels = ChannelRole::Answerer;
  std::chrono::milliseconds connect_timeout{15'000};
  std::chrono::milliseconds consent_timeout{15'000};  // nothing checked from the peer for so long: the path is lost (RFC 7675)
};

class TransportListener {
 public:
  virtual ~TransportListener() = default;
  /// ICE and DTLS are up: media and data may flow. Called once; ICE restarts do not repeat it.
  virtual void on_connected() = 0;
  /// A decrypted RTP packet (whole: header, extensions, payload). `bytes` is valid during the call.
  virtual void on_rtp(ByteView bytes, TimePoint arrived) = 0;
  /// A decrypted compound RTCP packet.
  virtual void on_rtcp(ByteView bytes, TimePoint arrived) = 0;
  virtual void on_data(std::string_view label, ByteView message) = 0;
  /// Terminal: nothing is sent or received any more.
  virtual void on_failed(const Error& why) = 0;
};

class Transport {
 public:
  virtual ~Transport() = default;

  virtual const IceCredentials& local_ice() const = 0;
  /// sha-256 of our DTLS certificate, "AB:CD:…".
  virtual const std::string& fingerprint() const = 0;
  /// Addresses to advertise (hub's sockets or the operator's --advertise list); empty for a Controlling agent.
  virtual std::vector<Candidate> local_candidates() const = 0;

  /// First call starts the path; a later call with a new ufrag is an ICE restart: local_ice() is new after it, the old
  /// credentials stay valid until the peer nominates with the new ones; DTLS and SRTP go on untouched.
  virtual Result<void> set_remote(const RemoteDescription& remote) = 0;
  virtual void add_remote_candidate(const Candidate& candidate) = 0;
  /// Controlling agent (the offerer) only: new local_ice() for an offer that asks for an ICE restart. The answer's
  /// set_remote() then begins the new checks and leaves local_ice() alone; media goes on over the old path until then.
  virtual void restart_ice() {}

  virtual bool connected() const = 0;
  /// Encrypts and sends; `packet` is a whole RTP (or RTCP compound) packet. Dropped and counted while not connected.
  virtual void send_rtp(ByteView packet) = 0;
  virtual void send_rtcp(ByteView packet) = 0;
  /// Label: "_reliable", "_lossy" or "_data_track". Queued (bounded) until the channel is open.
  virtual Result<void> send_data(std::string_view label, ByteView message) = 0;
  /// Smoothed round trip of the selected pair, zero while unknown.
  virtual Duration round_trip() const = 0;
  /// Ends the path at once (close_notify where possible). No callback follows.
  virtual void close() = 0;
};

struct HubConfig {
  std::string bind_address = "127.0.0.1";  // v4 or v6 literal; 0.0.0.0 and :: answer from the address a packet came to
  std::uint16_t udp_port = 0;              // 0: any free port
  std::uint16_t tcp_port = 0;              // ICE-TCP passive; 0: none
  std::vector<std::string> advertise;      // addresses for candidates instead of the bound ones (NAT, containers)
  /// With a v4 loopback address: UDP also on this machine's other addresses, for what this machine sends itself. Firefox
  /// gathers no loopback address of its own and pairs none of its others with one.
  bool own_addresses = false;
};

/// Named reason -> packets dropped so far.
using DropCounts = std::vector<std::pair<std::string, std::uint64_t>>;

/// A shard's sockets and certificate; makes its transports.
class TransportHub {
 public:
  static Result<std::unique_ptr<TransportHub>> create(asio::any_io_executor executor, HubConfig config);
  virtual ~TransportHub() = default;
  virtual std::shared_ptr<Transport> open(TransportConfig config, std::weak_ptr<TransportListener> listener) = 0;
  virtual std::uint16_t udp_port() const = 0;
  virtual std::uint16_t tcp_port() const = 0;
  virtual DropCounts drops() const = 0;
  virtual std::size_t open_transports() const = 0;
  /// Closes every transport and the sockets.
  virtual void close() = 0;
};

}  // namespace codevoice::rtc
