// Writes one STUN Binding message, attribute by attribute, closed by MESSAGE-INTEGRITY and FINGERPRINT.
// Ownership: holds the message in place, no allocation until finish().   Thread: any.
// Errors:    what does not fit (names are bounded by the caller: ufrags ≤ 256 characters) is left out.
// Sources:   RFC 5389 §15, RFC 8445 §16.
#pragma once

#include <span>

#include "rtc/stun_message.hpp"

namespace codevoice::rtc {

class StunWriter {
 public:
  StunWriter(StunKind kind, const StunTransaction& transaction);

  StunWriter& username(std::string_view name);
  StunWriter& xor_mapped_address(const Endpoint& address);
  StunWriter& priority(std::uint32_t value);
  StunWriter& use_candidate();
  StunWriter& ice_controlling(std::uint64_t tie_breaker);
  StunWriter& ice_controlled(std::uint64_t tie_breaker);
  /// Code with the RFC's own reason phrase.
  StunWriter& error_code(std::uint16_t code);
  StunWriter& unknown_attributes(const StunUnknown& unknown);

  /// With `password`: MESSAGE-INTEGRITY and FINGERPRINT; without: FINGERPRINT only. Call once.
  Bytes finish(std::string_view password = {});

 private:
  std::uint8_t* attribute(std::uint16_t type, std::size_t length);
  void set_length(std::size_t body);

  std::array<std::uint8_t, 1024> bytes_{};
  std::size_t size_ = kStunHeaderSize;
};

}  // namespace codevoice::rtc
