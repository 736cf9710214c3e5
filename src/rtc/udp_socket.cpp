#include "rtc/udp_socket.hpp"

#include <linux/filter.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/ip/v6_only.hpp>
#include <cerrno>
#include <cstring>

#include "rtc/packet_addresses.hpp"

namespace codevoice::rtc {
namespace {

constexpr std::size_t kBatch = 32;
constexpr int kBufferBytes = 4 << 20;  // a second of a few hundred callers; the kernel may grant less
constexpr std::size_t kControlBytes = 128;

void enable(int descriptor, int level, int option) {
  const int on = 1;
  // Failure shows as packets without the detail asked for, which deliver() allows for.
  static_cast<void>(setsockopt(descriptor, level, option, &on, sizeof on));
}

/// The kernel drops what came by another interface, before it reaches the socket.
boost::system::error_code take_only(int descriptor, unsigned interface) {
  std::array<sock_filter, 4> program = {{
      {BPF_LD | BPF_W | BPF_ABS, 0, 0, static_cast<std::uint32_t>(SKF_AD_OFF + SKF_AD_IFINDEX)},
      {BPF_JMP | BPF_JEQ | BPF_K, 0, 1, interface},
      {BPF_RET | BPF_K, 0, 0, UINT32_MAX},
      {BPF_RET | BPF_K, 0, 0, 0},
  }};
  const sock_fprog filter{program.size(), program.data()};
  if (setsockopt(descriptor, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter) == 0) return {};
  return {errno, boost::system::system_category()};
}

/// What the kernel tells beside a datagram.
struct Details {
  asio::ip::address local;
  std::optional<std::uint32_t> overflowed;
};

Details read_details(msghdr& header) {
  Details details;
  for (auto* part = CMSG_FIRSTHDR(&header); part != nullptr; part = CMSG_NXTHDR(&header, part)) {
    if (part->cmsg_level == IPPROTO_IP && part->cmsg_type == IP_PKTINFO) {
      in_pktinfo info{};
      std::memcpy(&info, CMSG_DATA(part), sizeof info);
      details.local = asio::ip::address_v4(ntohl(info.ipi_spec_dst.s_addr));
    } else if (part->cmsg_level == IPPROTO_IPV6 && part->cmsg_type == IPV6_PKTINFO) {
      in6_pktinfo info{};
      std::memcpy(&info, CMSG_DATA(part), sizeof info);
      asio::ip::address_v6::bytes_type bytes{};
      std::copy_n(info.ipi6_addr.s6_addr, bytes.size(), bytes.begin());
      asio::ip::address_v6 address(bytes);
      if (address.is_link_local()) address.scope_id(info.ipi6_ifindex);
      details.local = address;
    } else if (part->cmsg_level == SOL_SOCKET && part->cmsg_type == SO_RXQ_OVFL) {
      std::uint32_t total = 0;
      std::memcpy(&total, CMSG_DATA(part), sizeof total);
      details.overflowed = total;
    }
  }
  return details;
}

template <class Info>
void put_control(msghdr& header, int level, int type, const Info& info) {
  header.msg_controllen = CMSG_SPACE(sizeof info);
  auto* part = CMSG_FIRSTHDR(&header);
  part->cmsg_level = level;
  part->cmsg_type = type;
  part->cmsg_len = CMSG_LEN(sizeof info);
  std::memcpy(CMSG_DATA(part), &info, sizeof info);
}

/// Makes the kernel send from `local`.
void put_source(msghdr& header, const asio::ip::address& local) {
  if (local.is_v4()) {
    in_pktinfo info{};
    info.ipi_spec_dst.s_addr = htonl(local.to_v4().to_uint());
    return put_control(header, IPPROTO_IP, IP_PKTINFO, info);
  }
  in6_pktinfo info{};
  const auto bytes = local.to_v6().to_bytes();
  std::copy(bytes.begin(), bytes.end(), info.ipi6_addr.s6_addr);
  info.ipi6_ifindex = static_cast<unsigned>(local.to_v6().scope_id());
  put_control(header, IPPROTO_IPV6, IPV6_PKTINFO, info);
}

}  // namespace

struct UdpSocket::Batch {
  struct alignas(cmsghdr) Control {
    std::array<std::uint8_t, kControlBytes> bytes;
  };
  std::array<mmsghdr, kBatch> headers{};
  std::array<iovec, kBatch> parts{};
  std::array<Endpoint, kBatch> sources{};
  std::array<Control, kBatch> controls{};
  std::array<std::array<std::uint8_t, kMaxPacketSize>, kBatch> data{};

  void prepare(std::size_t count) {  // the kernel overwrote the lengths of so many
    for (std::size_t i = 0; i < count; ++i) {
      parts[i] = {data[i].data(), data[i].size()};
      auto& header = headers[i].msg_hdr;
      header.msg_name = sources[i].data();
      header.msg_namelen = static_cast<socklen_t>(sources[i].capacity());
      header.msg_iov = &parts[i];
      header.msg_iovlen = 1;
      header.msg_control = controls[i].bytes.data();
      header.msg_controllen = kControlBytes;
    }
  }
};

Result<std::shared_ptr<UdpSocket>> UdpSocket::open(const asio::any_io_executor& executor, const Endpoint& bind_to, unsigned only_interface) {
  asio::ip::udp::socket socket(executor);
  boost::system::error_code error;
  socket.open(bind_to.protocol(), error);
  if (!error && bind_to.address().is_v6()) socket.set_option(asio::ip::v6_only(true), error);
  if (!error && only_interface != 0) error = take_only(socket.native_handle(), only_interface);
  if (!error) socket.bind(bind_to, error);
  if (!error) socket.non_blocking(true, error);
  const auto bound = error ? bind_to : socket.local_endpoint(error);
  if (error) return tl::unexpected(bind_error("UDP", bind_to, error));
  boost::system::error_code ignored;  // smaller buffers work too
  socket.set_option(asio::socket_base::receive_buffer_size(kBufferBytes), ignored);
  socket.set_option(asio::socket_base::send_buffer_size(kBufferBytes / 4), ignored);
  const auto descriptor = socket.native_handle();
  enable(descriptor, SOL_SOCKET, SO_RXQ_OVFL);
  if (bound.address().is_unspecified()) {
    const bool v4 = bound.address().is_v4();
    enable(descriptor, v4 ? IPPROTO_IP : IPPROTO_IPV6, v4 ? IP_PKTINFO : IPV6_RECVPKTINFO);
  }
  return std::make_shared<UdpSocket>(std::move(socket), bound);
}

UdpSocket::UdpSocket(asio::ip::udp::socket socket, const Endpoint& bound)
    : socket_(std::move(socket)), bound_(bound), is_wildcard_(bound.address().is_unspecified()), batch_(std::make_unique<Batch>()) {
  batch_->prepare(kBatch);
}

UdpSocket::~UdpSocket() = default;

void UdpSocket::start(std::weak_ptr<PacketReceiver> receiver) {
  receiver_ = std::move(receiver);
  wait();
}

void UdpSocket::wait() {
  if (!socket_.is_open()) return;
  socket_.async_wait(asio::ip::udp::socket::wait_read, [weak = weak_from_this()](const boost::system::error_code& error) {
    const auto self = weak.lock();
    if (!self || error == asio::error::operation_aborted) return;
    self->drain();
    self->wait();
  });
}

void UdpSocket::drain() {
  const auto receiver = receiver_.lock();
  if (!receiver) return;
  const int received = recvmmsg(socket_.native_handle(), batch_->headers.data(), kBatch, MSG_DONTWAIT, nullptr);
  const auto count = static_cast<std::size_t>(std::max(received, 0));
  const auto now = steady_now();
  for (std::size_t i = 0; i < count && socket_.is_open(); ++i) deliver(*receiver, i, now);
  batch_->prepare(count);
}

void UdpSocket::deliver(PacketReceiver& receiver, std::size_t index, TimePoint now) {
  auto& header = batch_->headers[index].msg_hdr;
  const auto details = read_details(header);
  if (details.overflowed) note_overflow(receiver, *details.overflowed, now);
  if ((header.msg_flags & MSG_TRUNC) != 0) return receiver.on_drop(DropReason::Oversized, 1, now);
  auto& source = batch_->sources[index];
  source.resize(header.msg_namelen);
  Path path;
  path.remote = unmapped(source);
  path.local = is_wildcard_ ? details.local : bound_.address();
  receiver.on_datagram(std::span(batch_->data[index]).first(batch_->headers[index].msg_len), path, now);
}

void UdpSocket::note_overflow(PacketReceiver& receiver, std::uint32_t total, TimePoint now) {
  const auto lost = total - overflowed_;  // wraps with the kernel's counter
  overflowed_ = total;
  if (lost > 0) receiver.on_drop(DropReason::KernelOverflow, lost, now);
}

void UdpSocket::send(const Path& path, ByteView bytes) {
  if (!socket_.is_open()) return drop(DropReason::NoRoute);
  auto remote = path.remote;
  iovec part{const_cast<std::uint8_t*>(bytes.data()), bytes.size()};
  alignas(cmsghdr) std::array<std::uint8_t, kControlBytes> control{};
  msghdr header{};
  header.msg_name = remote.data();
  header.msg_namelen = static_cast<socklen_t>(remote.size());
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  if (is_wildcard_ && !path.local.is_unspecified()) {
    header.msg_control = control.data();
    put_source(header, path.local);
  }
  if (sendmsg(socket_.native_handle(), &header, MSG_DONTWAIT | MSG_NOSIGNAL) >= 0) return;
  const bool full = errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOBUFS;
  drop(full ? DropReason::SendFull : DropReason::SendFailed);
}

void UdpSocket::drop(DropReason reason) {
  if (const auto receiver = receiver_.lock()) receiver->on_drop(reason, 1, steady_now());
}

void UdpSocket::close() {
  boost::system::error_code ignored;
  socket_.close(ignored);
}

}  // namespace codevoice::rtc
