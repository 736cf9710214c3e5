// The packets that have come and were not played yet, in the order they are to be played.
// Units:     sequence and timestamp are unwrapped; samples at 48 kHz.
// Ownership: keeps copies of the payloads in slots made once, with room for voice; a larger packet makes its slot grow once. What front() shows is
//            valid until pop().
// Thread:    one. No allocation in the usual case. Overflow: the oldest packet gives way.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/bytes.hpp"

namespace codevoice::rtc {

struct JitterPacket {
  std::int64_t sequence = 0;
  std::int64_t timestamp = 0;
  std::uint32_t samples = 0;
  std::uint32_t frame_samples = 0;  // of one Opus frame in it
  bool has_fec = false;             // carries a rough copy of the packet before it
  ByteView payload;

  std::int64_t end() const { return timestamp + samples; }
};

class JitterBuffer {
 public:
  enum class Insert : std::uint8_t { Stored, Duplicate, TooLong, StoredOverOldest };
  static constexpr std::size_t kSlots = 96;
  static constexpr std::size_t kLongestPayload = 1280;  // no Opus frame is longer, no packet of an MTU of 1200 either

  static constexpr std::size_t kUsualPayload = 320;  // 128 kbit/s

  JitterBuffer();
  JitterBuffer(const JitterBuffer&) = delete;  // payloads point into the slots
  JitterBuffer& operator=(const JitterBuffer&) = delete;
  Insert insert(const JitterPacket& packet);
  /// The packet to be played first.
  std::optional<JitterPacket> front() const;
  void pop();
  void clear();
  std::size_t size() const { return order_.size(); }

 private:
  struct Slot {
    JitterPacket packet;  // its payload points into bytes
    Bytes bytes;
  };

  std::vector<Slot> slots_;
  std::vector<std::uint8_t> order_;  // slots in use, first to be played first
  std::vector<std::uint8_t> free_;
};

}  // namespace codevoice::rtc
