#include "rtc/tcp_write_queue.hpp"

#include <algorithm>

namespace codevoice::rtc {
namespace {

constexpr std::size_t kHeader = 2;
constexpr std::size_t kLongest = 4096;  // far above any packet, and small against the capacity

}  // namespace

TcpWriteQueue::TcpWriteQueue() : ring_(std::make_unique<std::uint8_t[]>(kCapacity)) {}

std::size_t TcpWriteQueue::frame_size_at(std::size_t offset) { return kHeader + (static_cast<std::size_t>(byte(offset)) << 8 | byte(offset + 1)); }

std::size_t TcpWriteQueue::push(ByteView packet) {
  if (packet.size() > kLongest) return 1;
  std::size_t dropped = 0;
  while (used_ + kHeader + packet.size() > kCapacity && drop_oldest()) ++dropped;
  byte(used_) = static_cast<std::uint8_t>(packet.size() >> 8);
  byte(used_ + 1) = static_cast<std::uint8_t>(packet.size());
  for (std::size_t i = 0; i < packet.size(); ++i) byte(used_ + kHeader + i) = packet[i];
  used_ += kHeader + packet.size();
  return dropped;
}

bool TcpWriteQueue::drop_oldest() {
  if (begun_left_ == used_) return false;
  const auto length = frame_size_at(begun_left_);
  for (auto i = begun_left_; i > 0; --i) byte(length + i - 1) = byte(i - 1);  // the begun frame moves over the dropped one
  begin_ = (begin_ + length) % kCapacity;
  used_ -= length;
  return true;
}

ByteView TcpWriteQueue::front() const { return {ring_.get() + begin_, std::min(used_, kCapacity - begin_)}; }

void TcpWriteQueue::consume(std::size_t bytes) {
  for (auto left = bytes; left > 0;) {
    if (begun_left_ == 0) begun_left_ = frame_size_at(0);
    const auto step = std::min(left, begun_left_);
    begun_left_ -= step;
    begin_ = (begin_ + step) % kCapacity;
    used_ -= step;
    left -= step;
  }
}

}  // namespace codevoice::rtc
