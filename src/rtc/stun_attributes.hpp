// STUN's numbers, for the reader and the writer of messages.
// Sources: RFC 5389 §18.2, RFC 8445 §21.
#pragma once

#include <cstddef>
#include <cstdint>

namespace codevoice::rtc::stun {

enum Attribute : std::uint16_t {
  kMappedAddress = 0x0001,
  kUsername = 0x0006,
  kMessageIntegrity = 0x0008,
  kErrorCode = 0x0009,
  kUnknownAttributes = 0x000A,
  kRealm = 0x0014,
  kNonce = 0x0015,
  kXorMappedAddress = 0x0020,
  kPriority = 0x0024,
  kUseCandidate = 0x0025,
  kFirstOptional = 0x8000,
  kFingerprint = 0x8028,
  kIceControlled = 0x8029,
  kIceControlling = 0x802A,
};

enum MessageType : std::uint16_t {
  kBindingRequest = 0x0001,
  kBindingIndication = 0x0011,
  kBindingSuccess = 0x0101,
  kBindingError = 0x0111,
};

inline constexpr std::size_t kAttributeHeader = 4;
inline constexpr std::size_t kIntegritySize = 20;
inline constexpr std::uint32_t kFingerprintMask = 0x5354554E;  // RFC 5389 §15.5
inline constexpr std::uint8_t kFamilyV4 = 1;
inline constexpr std::uint8_t kFamilyV6 = 2;

constexpr std::size_t padded(std::size_t length) { return (length + 3) & ~std::size_t{3}; }

}  // namespace codevoice::rtc::stun
