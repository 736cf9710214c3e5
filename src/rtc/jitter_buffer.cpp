#include "rtc/jitter_buffer.hpp"

#include <algorithm>
#include <numeric>

namespace codevoice::rtc {

JitterBuffer::JitterBuffer() : slots_(kSlots) {
  for (auto& slot : slots_) slot.bytes.reserve(kUsualPayload);
  order_.reserve(kSlots);
  free_.reserve(kSlots);
  clear();
}

JitterBuffer::Insert JitterBuffer::insert(const JitterPacket& packet) {
  if (packet.payload.size() > kLongestPayload) return Insert::TooLong;
  const auto same = [&](std::uint8_t slot) { return slots_[slot].packet.sequence == packet.sequence; };
  if (std::any_of(order_.begin(), order_.end(), same)) return Insert::Duplicate;
  const bool full = free_.empty();
  if (full) pop();

  const auto slot = free_.back();
  free_.pop_back();
  auto& kept = slots_[slot];
  kept.packet = packet;
  kept.bytes.assign(packet.payload.begin(), packet.payload.end());
  kept.packet.payload = kept.bytes;

  auto place = order_.end();
  while (place != order_.begin() && slots_[*(place - 1)].packet.timestamp > packet.timestamp) --place;
  order_.insert(place, slot);
  return full ? Insert::StoredOverOldest : Insert::Stored;
}

std::optional<JitterPacket> JitterBuffer::front() const {
  if (order_.empty()) return std::nullopt;
  return slots_[order_.front()].packet;
}

void JitterBuffer::pop() {
  if (order_.empty()) return;
  free_.push_back(order_.front());
  order_.erase(order_.begin());
}

void JitterBuffer::clear() {
  order_.clear();
  free_.resize(kSlots);
  std::iota(free_.begin(), free_.end(), std::uint8_t{0});
}

}  // namespace codevoice::rtc
