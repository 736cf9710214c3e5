#include "rtc/sctp_association.hpp"

#include "rtc/sctp_peer.hpp"

namespace codevoice::rtc {
namespace {

constexpr std::size_t kSendQueue = 256 * 1024;
constexpr int kMaxPacketsUnderWay = 512;

// The lock is let go at once, so that a callback that closes the association is noticed.
SctpAssociation* owner_of(const std::weak_ptr<SctpAssociation*>& owner) {
  const auto found = owner.lock();
  return found ? *found : nullptr;
}

}  // namespace

SctpAssociation::SctpAssociation(std::shared_ptr<SctpStack> stack, asio::any_io_executor shard, SctpChannelsConfig config, SctpListener& listener)
    : stack_(std::move(stack)), listener_(listener), bridge_(std::make_shared<Bridge>()), self_(std::make_shared<SctpAssociation*>(this)) {
  bridge_->shard = std::move(shard);
  bridge_->owner = self_;
  peer_ = std::make_shared<SctpPeer>(config, [bridge = bridge_](SctpEvents events) {
    const std::lock_guard lock(bridge->mutex);
    if (!bridge->open) return;
    asio::post(bridge->shard, [owner = bridge->owner, events = std::move(events)]() mutable {
      auto* const self = owner_of(owner);
      if (self != nullptr) self->deliver(std::move(events));
    });
  });
  // the stack outlives its posts, and close() posts before this lets go of it
  stack_->post([stack = stack_.get(), peer = peer_] {
    stack->on_tick(peer.get(), [peer] { peer->on_tick(); });
    peer->open();
  });
}

SctpAssociation::~SctpAssociation() { close(); }

void SctpAssociation::close() {
  if (!peer_) return;
  self_.reset();
  {
    const std::lock_guard lock(bridge_->mutex);
    bridge_->open = false;
  }
  stack_->post([stack = stack_.get(), peer = std::move(peer_)] {
    peer->close();
    stack->on_tick(peer.get(), nullptr);
  });
  peer_ = nullptr;
  stack_.reset();
}

void SctpAssociation::on_packet(ByteView packet) {
  if (!peer_) return;
  if (bridge_->packets_under_way.load(std::memory_order_relaxed) >= kMaxPacketsUnderWay) {
    return listener_.on_sctp_drop(SctpDrop::InputFull, 1);
  }
  ++bridge_->packets_under_way;
  stack_->post([peer = peer_, bridge = bridge_, bytes = Bytes(packet.begin(), packet.end())] {
    --bridge->packets_under_way;
    peer->on_packet(bytes);
  });
}

Result<void> SctpAssociation::send(std::string_view label, ByteView message) {
  if (message.size() > kMaxSctpMessage) return fail(ErrorKind::Invalid, "a data message may have 65535 bytes");
  if (!peer_ || lost_) return fail(ErrorKind::Unavailable, "the data channels are closed");
  const bool reliable = label == kReliableLabel;
  auto& waiting = reliable ? waiting_reliable_ : waiting_lossy_;
  if (waiting + cost_of_message(message.size()) > kSendQueue) {
    if (reliable) return fail(ErrorKind::Unavailable, "256 kB of data messages wait already");
    listener_.on_sctp_drop(SctpDrop::LossyFull, 1);
    return {};
  }
  waiting += cost_of_message(message.size());
  stack_->post(
      [peer = peer_, name = std::string(label), bytes = Bytes(message.begin(), message.end())]() mutable { peer->send(name, std::move(bytes)); });
  return {};
}

void SctpAssociation::deliver(SctpEvents events) {
  const std::weak_ptr<SctpAssociation*> alive = self_;
  waiting_reliable_ -= events.released_reliable;
  waiting_lossy_ -= events.released_lossy;
  lost_ = lost_ || events.lost;
  for (std::size_t i = 0; i < kSctpDrops; ++i) {
    if (events.drops[i] > 0 && !alive.expired()) listener_.on_sctp_drop(static_cast<SctpDrop>(i), events.drops[i]);
  }
  for (const auto& packet : events.packets) {
    if (!alive.expired()) listener_.on_sctp_packet(packet);
  }
  for (const auto& message : events.messages) {
    if (!alive.expired()) listener_.on_sctp_message(message.label, message.bytes);
  }
  if (events.lost && !alive.expired()) listener_.on_sctp_lost();
}

}  // namespace codevoice::rtc
