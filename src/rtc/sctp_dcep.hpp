// The Data Channel Establishment Protocol's messages (RFC 8832 §5).
// Ownership: a parsed message's views are valid while its bytes are.   Thread: any.
// Errors:    anything malformed is no message.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "base/bytes.hpp"

namespace codevoice::rtc {

enum class DcepReliability : std::uint8_t { Reliable = 0, Retransmits = 1, Lifetime = 2 };

struct DcepOpen {
  DcepReliability reliability = DcepReliability::Reliable;
  bool unordered = false;
  std::uint16_t priority = 256;  // "normal"
  std::uint32_t limit = 0;       // retransmissions or milliseconds, by reliability
  std::string_view label;
  std::string_view protocol;
};

inline constexpr std::array<std::uint8_t, 1> kDcepAck{0x02};

std::optional<DcepOpen> parse_dcep_open(ByteView message);
bool is_dcep_ack(ByteView message);
Bytes make_dcep_open(const DcepOpen& open);

}  // namespace codevoice::rtc
