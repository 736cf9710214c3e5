// untested: only usrsctp's own answers could test it; sctp_association_test.cpp runs it against them
#include "rtc/sctp_socket.hpp"

#include <usrsctp.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace codevoice::rtc {
namespace {

constexpr int kBuffer = 256 * 1024;       // holds several messages of the largest size
constexpr std::uint16_t kStreams = 64;    // LiveKit's clients use three; usrsctp keeps state for each
constexpr std::uint32_t kPathMtu = 1150;  // with DTLS's 37 bytes a datagram stays below 1200
constexpr std::uint32_t kRtoInitialMs = 1000;
constexpr std::uint32_t kRtoMinMs = 200;
constexpr std::uint32_t kRtoMaxMs = 10'000;

sockaddr_conn address_of(std::uintptr_t id, std::uint16_t port) {
  sockaddr_conn address{};
  address.sconn_family = AF_CONN;
  address.sconn_port = htons(port);
  address.sconn_addr = reinterpret_cast<void*>(id);
  return address;
}

int on_received(struct socket* /*socket*/, union sctp_sockstore /*address*/, void* data, std::size_t size, struct sctp_rcvinfo info, int flags,
                void* id) {
  auto* endpoint = SctpTable::of_this_thread().find(reinterpret_cast<std::uintptr_t>(id));
  if (endpoint != nullptr && data != nullptr) {
    SctpReceived received;
    received.bytes = ByteView(static_cast<const std::uint8_t*>(data), size);
    received.stream = info.rcv_sid;
    received.ppid = ntohl(info.rcv_ppid);
    received.unordered = (info.rcv_flags & SCTP_UNORDERED) != 0;
    received.last = (flags & MSG_EOR) != 0;
    received.notification = (flags & MSG_NOTIFICATION) != 0;
    endpoint->on_sctp_received(received);
  }
  std::free(data);  // usrsctp gives it away
  return 1;
}

template <class Option>
bool set(struct socket* socket, int level, int name, const Option& option) {
  return usrsctp_setsockopt(socket, level, name, &option, sizeof option) == 0;
}

}  // namespace

Result<std::unique_ptr<SctpSocket>> SctpSocket::create(std::uint16_t port) {
  std::unique_ptr<SctpSocket> made(new SctpSocket(SctpTable::new_id()));
  if (!made->set_up(port)) return fail(ErrorKind::Internal, "usrsctp cannot make a socket");
  return made;
}

bool SctpSocket::set_up(std::uint16_t port) {
  auto* const ulp = reinterpret_cast<void*>(id_);
  SctpTable::of_this_thread().add(id_, *this);
  usrsctp_register_address(ulp);
  socket_ = usrsctp_socket(AF_CONN, SOCK_STREAM, IPPROTO_SCTP, &on_received, nullptr, 0, ulp);
  return socket_ != nullptr && set_options() && connect(port);
}

bool SctpSocket::set_options() {
  const linger abort_on_close{1, 0};
  const int buffer = kBuffer;
  const int on = 1;
  const sctp_initmsg streams{kStreams, kStreams, 0, 0};
  const sctp_assoc_value resets{SCTP_ALL_ASSOC, SCTP_ENABLE_RESET_STREAM_REQ};
  const sctp_rtoinfo rto{0, kRtoInitialMs, kRtoMaxMs, kRtoMinMs};
  for (const int type : {SCTP_ASSOC_CHANGE, SCTP_STREAM_RESET_EVENT}) {
    sctp_event event{};
    event.se_assoc_id = SCTP_ALL_ASSOC;
    event.se_type = static_cast<std::uint16_t>(type);
    event.se_on = 1;
    if (!set(socket_, IPPROTO_SCTP, SCTP_EVENT, event)) return false;
  }
  return usrsctp_set_non_blocking(socket_, 1) == 0 && set(socket_, SOL_SOCKET, SO_LINGER, abort_on_close) &&
         set(socket_, SOL_SOCKET, SO_SNDBUF, buffer) && set(socket_, SOL_SOCKET, SO_RCVBUF, buffer) && set(socket_, IPPROTO_SCTP, SCTP_NODELAY, on) &&
         set(socket_, IPPROTO_SCTP, SCTP_INITMSG, streams) && set(socket_, IPPROTO_SCTP, SCTP_ENABLE_STREAM_RESET, resets) &&
         set(socket_, IPPROTO_SCTP, SCTP_RTOINFO, rto);
}

bool SctpSocket::connect(std::uint16_t port) {
  auto address = address_of(id_, port);
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (usrsctp_bind(socket_, generic, sizeof address) != 0) return false;
  if (usrsctp_connect(socket_, generic, sizeof address) != 0 && errno != EINPROGRESS) return false;
  sctp_paddrparams path{};
  std::memcpy(&path.spp_address, &address, sizeof address);
  path.spp_flags = SPP_PMTUD_DISABLE;
  path.spp_pathmtu = kPathMtu;
  return set(socket_, IPPROTO_SCTP, SCTP_PEER_ADDR_PARAMS, path);
}

SctpSocket::~SctpSocket() {
  if (socket_ != nullptr) usrsctp_close(socket_);
  usrsctp_deregister_address(reinterpret_cast<void*>(id_));
  SctpTable::of_this_thread().remove(id_);
}

void SctpSocket::on_packet(ByteView packet) { usrsctp_conninput(reinterpret_cast<void*>(id_), packet.data(), packet.size(), 0); }

SctpSent SctpSocket::send(const SctpSendOptions& options, ByteView message) {
  sctp_sendv_spa info{};
  info.sendv_flags = SCTP_SEND_SNDINFO_VALID;
  info.sendv_sndinfo.snd_sid = options.stream;
  info.sendv_sndinfo.snd_ppid = htonl(options.ppid);
  info.sendv_sndinfo.snd_flags = static_cast<std::uint16_t>(SCTP_EOR | (options.unordered ? SCTP_UNORDERED : 0));
  if (options.max_retransmits || options.lifetime_ms) {
    info.sendv_flags |= SCTP_SEND_PRINFO_VALID;
    info.sendv_prinfo.pr_policy = options.max_retransmits ? SCTP_PR_SCTP_RTX : SCTP_PR_SCTP_TTL;
    info.sendv_prinfo.pr_value = options.max_retransmits ? *options.max_retransmits : *options.lifetime_ms;
  }
  const auto sent = usrsctp_sendv(socket_, message.data(), message.size(), nullptr, 0, &info, sizeof info, SCTP_SENDV_SPA, 0);
  if (sent == static_cast<ssize_t>(message.size())) return SctpSent::Yes;
  return errno == EWOULDBLOCK || errno == ENOBUFS ? SctpSent::Full : SctpSent::Refused;
}

void SctpSocket::reset_stream(std::uint16_t stream) {
  alignas(sctp_reset_streams) std::array<std::byte, sizeof(sctp_reset_streams) + sizeof stream> storage{};
  sctp_reset_streams request{};
  request.srs_assoc_id = SCTP_ALL_ASSOC;
  request.srs_flags = SCTP_STREAM_RESET_OUTGOING;
  request.srs_number_streams = 1;
  std::memcpy(storage.data(), &request, sizeof request);
  std::memcpy(storage.data() + offsetof(sctp_reset_streams, srs_stream_list), &stream, sizeof stream);
  usrsctp_setsockopt(socket_, IPPROTO_SCTP, SCTP_RESET_STREAMS, storage.data(), static_cast<socklen_t>(storage.size()));
}

SctpArrivals SctpSocket::take_arrivals() { return std::exchange(arrivals_, SctpArrivals{}); }

void SctpSocket::on_sctp_output(ByteView packet) { arrivals_.packets.emplace_back(packet.begin(), packet.end()); }

void SctpSocket::on_sctp_received(SctpReceived received) {
  if (received.notification) return on_notification(received.bytes);
  SctpFragment fragment;
  fragment.stream = received.stream;
  fragment.ppid = received.ppid;
  fragment.unordered = received.unordered;
  fragment.last = received.last;
  fragment.bytes.assign(received.bytes.begin(), received.bytes.end());
  arrivals_.fragments.push_back(std::move(fragment));
}

void SctpSocket::on_notification(ByteView bytes) {
  sctp_assoc_change change{};
  sctp_stream_reset_event reset{};
  if (bytes.size() < sizeof(std::uint16_t)) return;
  std::uint16_t type = 0;
  std::memcpy(&type, bytes.data(), sizeof type);
  if (type == SCTP_ASSOC_CHANGE && bytes.size() >= sizeof change) {
    std::memcpy(&change, bytes.data(), sizeof change);
    if (change.sac_state == SCTP_COMM_UP) arrivals_.up = true;
    if (change.sac_state == SCTP_COMM_LOST || change.sac_state == SCTP_SHUTDOWN_COMP || change.sac_state == SCTP_CANT_STR_ASSOC) {
      arrivals_.lost = true;
    }
  }
  if (type != SCTP_STREAM_RESET_EVENT || bytes.size() < sizeof reset) return;
  std::memcpy(&reset, bytes.data(), sizeof reset);
  if ((reset.strreset_flags & SCTP_STREAM_RESET_INCOMING_SSN) == 0) return;
  for (auto rest = bytes.subspan(sizeof reset); rest.size() >= sizeof(std::uint16_t); rest = rest.subspan(2)) {
    std::uint16_t stream = 0;
    std::memcpy(&stream, rest.data(), sizeof stream);
    arrivals_.resets.push_back(stream);
  }
}

}  // namespace codevoice::rtc
