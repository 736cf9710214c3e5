// A STUN Binding message as read from the wire, and the check of its integrity.
// Ownership: views into the packet it was parsed from: valid only while that packet is.   Thread: any.
// Errors:    a malformed message, another method or a wrong FINGERPRINT is no message at all; never throws.
// Sources:   RFC 5389 §6, §7.3, §15 (as kept by RFC 8489); RFC 8445 §16 (ICE attributes).
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "rtc/transport.hpp"

namespace codevoice::rtc {

using StunTransaction = std::array<std::uint8_t, 12>;

enum class StunKind : std::uint8_t { Request, Indication, Success, Error };

inline constexpr std::uint32_t kStunMagic = 0x2112A442;
inline constexpr std::size_t kStunHeaderSize = 20;
inline constexpr std::size_t kMaxStunSize = 2048;  // ICE checks are near 100 bytes; bigger than any packet we take

/// Comprehension-required attributes we do not know (a request that has any is answered 420), the first few of them.
struct StunUnknown {
  std::array<std::uint16_t, 8> types{};
  std::size_t count = 0;
};

struct StunMessage {
  ByteView raw;  // the whole packet
  StunKind kind = StunKind::Request;
  StunTransaction transaction{};
  std::string_view username;       // empty: absent
  std::optional<Endpoint> mapped;  // XOR-MAPPED-ADDRESS, else MAPPED-ADDRESS
  std::optional<std::uint32_t> priority;
  bool use_candidate = false;
  std::optional<std::uint64_t> controlling;  // the sender's tie-breaker
  std::optional<std::uint64_t> controlled;
  std::uint16_t error_code = 0;
  StunUnknown unknown;
  std::size_t integrity_at = 0;  // where MESSAGE-INTEGRITY begins; 0: absent
  bool has_fingerprint = false;

  bool has_integrity() const { return integrity_at != 0; }
  /// The part of USERNAME before the colon: the receiver's own ufrag. Empty when there is no colon.
  std::string_view receiver_ufrag() const;
};

/// First byte and magic cookie say STUN (RFC 7983): nothing else is checked.
bool looks_like_stun(ByteView packet) noexcept;

/// Nothing when it is not a well-formed Binding message. Attributes after MESSAGE-INTEGRITY other than FINGERPRINT are ignored.
std::optional<StunMessage> parse_stun(ByteView packet);

/// True when MESSAGE-INTEGRITY is there and was made with `password`.
bool integrity_ok(const StunMessage& message, std::string_view password);

}  // namespace codevoice::rtc
