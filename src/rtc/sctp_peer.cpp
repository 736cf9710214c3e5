// untested: a thin join of SctpSocket and SctpChannels; sctp_association_test.cpp runs it whole
#include "rtc/sctp_peer.hpp"

namespace codevoice::rtc {

void SctpPeer::open() {
  auto made = SctpSocket::create();
  if (made) {
    socket_ = std::move(*made);
  } else {
    events_.lost = true;
  }
  settle();
}

void SctpPeer::on_packet(ByteView packet) {
  if (!socket_) return;
  socket_->on_packet(packet);
  settle();
}

void SctpPeer::send(const std::string& label, Bytes message) {
  if (!socket_) return;
  channels_.send(label, std::move(message));
  settle();
}

void SctpPeer::on_tick() {
  if (!socket_) return;
  channels_.flush();
  settle();
}

void SctpPeer::close() { socket_.reset(); }

SctpSent SctpPeer::send(const SctpSendOptions& options, ByteView message) { return socket_ ? socket_->send(options, message) : SctpSent::Refused; }

void SctpPeer::reset_stream(std::uint16_t stream) {
  if (socket_) socket_->reset_stream(stream);
}

void SctpPeer::settle() {
  // answering what arrived may make more arrive, never without end: each round eats fragments of the last
  for (bool more = socket_ != nullptr; more;) {
    auto arrivals = socket_->take_arrivals();
    more = arrivals.up || !arrivals.fragments.empty() || !arrivals.resets.empty();
    if (arrivals.up) channels_.on_up();
    for (auto& fragment : arrivals.fragments) channels_.on_fragment(std::move(fragment));
    for (const auto stream : arrivals.resets) channels_.on_reset(stream);
    events_.lost = events_.lost || arrivals.lost;
    std::move(arrivals.packets.begin(), arrivals.packets.end(), std::back_inserter(events_.packets));
  }
  if (!events_.empty()) report_(std::exchange(events_, SctpEvents()));
}

}  // namespace codevoice::rtc
