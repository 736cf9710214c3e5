// A RoomServer with sockets and transports that go nowhere, driven by hand: no network, time moves only when a test says so.
// Thread: the test's.
#pragma once

#include <boost/asio/io_context.hpp>
#include <deque>
#include <stdexcept>

#include "room/room_server.hpp"
#include "support/fake_clock.hpp"
#include "support/run_awaitable.hpp"

namespace codevoice::room::test {

class FakeSocket final : public net::WebSocket {
 public:
  explicit FakeSocket(asio::io_context& loop) : wake_(loop) { wake_.expires_at(asio::steady_timer::time_point::max()); }

  Awaitable<Result<net::Message>> receive() override {
    while (inbox_.empty() && !closed) co_await wake_.async_wait(as_tuple_awaitable);
    if (inbox_.empty()) co_return fail(ErrorKind::Unavailable, "the socket is closed");
    auto message = std::move(inbox_.front());
    inbox_.pop_front();
    co_return message;
  }
  void send(net::MessageKind, std::string data) override {
    if (!closed) frames.push_back(wire::parse_signal_response(data).value());
  }
  void close(std::uint16_t, std::string) override {
    closed = true;
    wake_.cancel();
  }
  std::size_t queued_bytes() const override { return 0; }

  /// As if the client had sent it.
  void put(net::Message message) {
    inbox_.push_back(std::move(message));
    wake_.cancel();
  }

  std::vector<wire::SignalResponse> frames;
  bool closed = false;

 private:
  asio::steady_timer wake_;
  std::deque<net::Message> inbox_;
};

class FakeTransport final : public rtc::Transport {
 public:
  explicit FakeTransport(std::weak_ptr<rtc::TransportListener> listener) : listener_(std::move(listener)) {}

  const rtc::IceCredentials& local_ice() const override { return ice_; }
  const std::string& fingerprint() const override { return fingerprint_; }
  std::vector<rtc::Candidate> local_candidates() const override {
    return {{rtc::CandidateKind::Udp, rtc::Endpoint(asio::ip::make_address("127.0.0.1"), 7882), 2'130'706'431}};
  }
  Result<void> set_remote(const rtc::RemoteDescription& remote) override {
    remotes.push_back(remote);
    ice_.ufrag = "ours" + std::to_string(remotes.size());
    return {};
  }
  void add_remote_candidate(const rtc::Candidate&) override {}
  bool connected() const override { return connected_; }
  void send_rtp(ByteView packet) override { rtp.emplace_back(packet.begin(), packet.end()); }
  void send_rtcp(ByteView packet) override { rtcp.emplace_back(packet.begin(), packet.end()); }
  Result<void> send_data(std::string_view label, ByteView message) override {
    data.emplace_back(std::string(label), wire::parse_data_packet(message).value());
    return {};
  }
  Duration round_trip() const override { return std::chrono::milliseconds(30); }
  void close() override { closed = true; }

  void connect() {
    connected_ = true;
    listener_.lock()->on_connected();
  }
  rtc::TransportListener& listener() { return *listener_.lock(); }

  std::vector<rtc::RemoteDescription> remotes;
  std::vector<Bytes> rtp, rtcp;
  std::vector<std::pair<std::string, wire::DataPacket>> data;
  bool closed = false;

 private:
  std::weak_ptr<rtc::TransportListener> listener_;
  rtc::IceCredentials ice_{"ours0", "a-password-of-twenty-two"};
  std::string fingerprint_ = "AA:BB";
  bool connected_ = false;
};

class FakeHub final : public rtc::TransportHub {
 public:
  std::shared_ptr<rtc::Transport> open(rtc::TransportConfig, std::weak_ptr<rtc::TransportListener> listener) override {
    transports.push_back(std::make_shared<FakeTransport>(std::move(listener)));
    return transports.back();
  }
  std::uint16_t udp_port() const override { return 7882; }
  std::uint16_t tcp_port() const override { return 7881; }
  rtc::DropCounts drops() const override { return {}; }
  std::size_t open_transports() const override { return transports.size(); }
  void close() override {}

  std::vector<std::shared_ptr<FakeTransport>> transports;
};

/// One client: what it was sent, and the transport the room gave it.
struct Guest {
  std::shared_ptr<FakeSocket> socket;
  std::shared_ptr<FakeTransport> transport;
  std::string sid;

  std::vector<wire::SignalResponse> all(wire::SignalResponse::MessageCase kind) const {
    std::vector<wire::SignalResponse> found;
    for (const auto& frame : socket->frames) {
      if (frame.message_case() == kind) found.push_back(frame);
    }
    return found;
  }
  wire::SignalResponse last(wire::SignalResponse::MessageCase kind) const {
    const auto found = all(kind);
    if (found.empty()) throw std::runtime_error("no such frame came");
    return found.back();
  }
  /// The newest info of a participant that an update told of.
  std::optional<wire::ParticipantInfo> told_of(std::string_view identity) const {
    std::optional<wire::ParticipantInfo> info;
    for (const auto& frame : all(wire::SignalResponse::kUpdate)) {
      for (const auto& participant : frame.update().participants()) {
        if (participant.identity() == identity) info = participant;
      }
    }
    return info;
  }
  void forget() const { socket->frames.clear(); }
};

class RoomRig {
 public:
  explicit RoomRig(RoomLimits limits = {}) {
    RoomServerConfig config;
    config.key = key;
    config.limits = limits;
    config.max_rooms = 3;
    server = std::make_unique<RoomServer>(loop.get_executor(), hub, config, clock);
  }
  ~RoomRig() {
    codevoice::test::run(loop, server->close());
    settle();
  }
  RoomRig(const RoomRig&) = delete;
  RoomRig& operator=(const RoomRig&) = delete;

  Claims claims(std::string identity, std::string room = "room") const {
    Claims made;
    made.identity = std::move(identity);
    made.video.room = std::move(room);
    made.video.room_join = true;
    made.video.can_update_own_metadata = true;
    made.expires = clock.wall_us() / 1'000'000 + 600;
    return made;
  }
  net::Reply ask(std::string path, const std::string& token, const wire::JoinRequest& join = {}) {
    net::Request request;
    request.method = "GET";
    request.path = std::move(path);
    request.query.emplace_back("access_token", token);
    request.query.emplace_back("join_request", wire::wrap_join_request(join));
    request.wants_websocket = true;
    return codevoice::test::run(loop, server->signalling_handler()(std::move(request)));
  }
  /// The status of a refusal; 101 when the upgrade is granted.
  unsigned status(const Claims& who) {
    const auto reply = ask("/rtc/v1", sign_token(who, key));
    const auto* response = std::get_if<net::Response>(&reply);
    return response == nullptr ? 101 : response->status;
  }
  std::shared_ptr<FakeSocket> open(const Claims& who, const wire::JoinRequest& join = {}) {
    const auto reply = ask("/rtc/v1", sign_token(who, key), join);
    return serve(std::get<net::Upgrade>(reply));
  }
  std::shared_ptr<FakeSocket> serve(const net::Upgrade& upgrade) {
    auto socket = std::make_shared<FakeSocket>(loop);
    asio::co_spawn(loop, upgrade.serve(socket), [](std::exception_ptr error) {
      if (error) std::rethrow_exception(error);
    });
    settle();
    return socket;
  }
  Guest join(const Claims& who, const wire::JoinRequest& join = {}) {
    Guest guest;
    guest.socket = open(who, join);
    guest.transport = hub.transports.back();
    guest.sid = guest.socket->frames.at(0).join().participant().sid();
    return guest;
  }
  /// Joins as the stock client does, speaking by section 0 and listening by so many more, and connects.
  Guest speaker(const Claims& who, int listening = 2) {
    wire::JoinRequest request;
    request.add_add_track_requests()->set_cid("mic-" + who.identity);
    *request.mutable_publisher_offer() = offer(who.identity, 1, listening);
    auto guest = join(who, request);
    guest.transport->connect();
    settle();
    return guest;
  }
  static wire::SessionDescription offer(const std::string& identity, std::uint32_t id, int listening, const std::string& ufrag = "frag") {
    std::vector<OfferSection> sections(1);
    sections[0].mid = "0";
    sections[0].direction = Direction::SendOnly;
    sections[0].ssrc = 77;
    sections[0].stream_id = "s";
    sections[0].track_id = "mic-" + identity;
    for (int i = 0; i < listening; ++i) {
      sections.emplace_back();
      sections.back().mid = std::to_string(i + 1);
    }
    SdpLocal local;
    local.ice = {ufrag, "a-password-of-twenty-two"};
    local.fingerprint = "AA:BB:CC";
    local.setup = "actpass";
    wire::SessionDescription description;
    description.set_type("offer");
    description.set_id(id);
    description.set_sdp(write_offer(sections, local));
    return description;
  }
  void send(const Guest& guest, const wire::SignalRequest& request) {
    net::Message message;
    message.data = request.SerializeAsString();
    guest.socket->put(std::move(message));
    settle();
  }
  /// As when a network goes away: no goodbye.
  void cut(const Guest& guest) {
    guest.socket->close(1006, "");
    settle();
  }
  void settle() { codevoice::test::FakeClock::settle(loop); }
  void pass(Duration time) { clock.advance(loop, time); }

  asio::io_context loop;
  codevoice::test::FakeClock clock;
  FakeHub hub;
  ApiKey key{"devkey", "a-secret-of-at-least-32-characters"};
  std::unique_ptr<RoomServer> server;
};

/// RTP with the loudness of its audio (-dBov) in the extension our offers name.
inline Bytes rtp_of(std::uint32_t ssrc, std::uint16_t sequence, std::uint8_t level = 127) {
  Bytes packet{0x90, 111, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xBE, 0xDE, 0, 1, kOurLevelExtension << 4, level, 0, 0, 0xF8, 0xFF, 0xFE};
  write_be16(&packet[2], sequence);
  write_be32(&packet[4], sequence * 960U);
  write_be32(&packet[8], ssrc);
  return packet;
}

}  // namespace codevoice::room::test
