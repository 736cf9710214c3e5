#include "rtc/stun_message.hpp"

#include <zlib.h>

#include <algorithm>

#include "base/crypto.hpp"
#include "rtc/stun_attributes.hpp"

namespace codevoice::rtc {
namespace {

using stun::Attribute;

std::optional<StunKind> kind_of(std::uint16_t type) {
  switch (type) {
    case stun::kBindingRequest: return StunKind::Request;
    case stun::kBindingIndication: return StunKind::Indication;
    case stun::kBindingSuccess: return StunKind::Success;
    case stun::kBindingError: return StunKind::Error;
    default: return std::nullopt;
  }
}

std::uint64_t read_be64(ByteView bytes) { return static_cast<std::uint64_t>(read_be32(bytes, 0)) << 32 | read_be32(bytes, 4); }

/// `mask` is 16 bytes XORed over the address (zeroes for MAPPED-ADDRESS).
std::optional<Endpoint> read_address(ByteView value, ByteView mask) {
  if (value.size() < 8) return std::nullopt;
  const auto port = static_cast<std::uint16_t>(read_be16(value, 2) ^ read_be16(mask, 0));
  if (value[1] == stun::kFamilyV4 && value.size() == 8) {
    return Endpoint(asio::ip::address_v4(read_be32(value, 4) ^ read_be32(mask, 0)), port);
  }
  if (value[1] != stun::kFamilyV6 || value.size() != 20) return std::nullopt;
  asio::ip::address_v6::bytes_type address{};
  for (std::size_t i = 0; i < address.size(); ++i) address[i] = static_cast<std::uint8_t>(value[4 + i] ^ mask[i]);
  return Endpoint(asio::ip::address_v6(address), port);
}

/// One pass over the attributes. Of repeated ones the first counts.
class AttributeReader {
 public:
  explicit AttributeReader(StunMessage& message) : message_(message) {}

  bool read_all() {
    while (at_ < message_.raw.size()) {
      if (!read_one()) return false;
    }
    return true;
  }

 private:
  bool read_one() {
    const auto rest = message_.raw.subspan(at_);
    if (rest.size() < stun::kAttributeHeader || message_.has_fingerprint) return false;  // FINGERPRINT is last
    const auto type = read_be16(rest, 0);
    const std::size_t length = read_be16(rest, 2);
    if (stun::kAttributeHeader + stun::padded(length) > rest.size()) return false;
    const auto value = rest.subspan(stun::kAttributeHeader, length);
    const bool good = type == Attribute::kFingerprint ? fingerprint(value)
                      : message_.has_integrity()      ? true  // not covered by it, so not to be believed
                                                      : known(type, value);
    at_ += stun::kAttributeHeader + stun::padded(length);
    return good;
  }

  bool known(std::uint16_t type, ByteView value) {
    switch (type) {
      case Attribute::kUsername: return username(value);
      case Attribute::kMessageIntegrity: return integrity(value);
      case Attribute::kErrorCode: return error_code(value);
      case Attribute::kXorMappedAddress:
      case Attribute::kMappedAddress: return mapped(value, type == Attribute::kXorMappedAddress);
      case Attribute::kPriority: return priority(value);
      case Attribute::kUseCandidate: message_.use_candidate = true; return value.empty();
      case Attribute::kIceControlled: return tie_breaker(value, message_.controlled);
      case Attribute::kIceControlling: return tie_breaker(value, message_.controlling);
      case Attribute::kUnknownAttributes:
      case Attribute::kRealm:
      case Attribute::kNonce: return true;  // understood, of no use to ICE
      default: note_unknown(type); return true;
    }
  }

  bool username(ByteView value) {
    constexpr std::size_t longest = 513;  // RFC 5389 §15.3: fewer than 513 bytes, kept as an inclusive bound by RFC 8489
    if (message_.username.empty()) message_.username = text_of(value);
    return value.size() <= longest;
  }
  bool integrity(ByteView value) {
    message_.integrity_at = at_;
    return value.size() == stun::kIntegritySize;
  }
  bool fingerprint(ByteView value) {
    if (value.size() != 4) return false;
    message_.has_fingerprint = true;
    const auto crc = crc32(0, message_.raw.data(), static_cast<uInt>(at_));
    return (static_cast<std::uint32_t>(crc) ^ stun::kFingerprintMask) == read_be32(value, 0);
  }
  bool error_code(ByteView value) {
    if (value.size() < 4) return false;
    const unsigned hundreds = value[2] & 7U;
    const unsigned rest = value[3];
    if (hundreds < 3 || hundreds > 6 || rest > 99) return false;
    if (message_.error_code == 0) message_.error_code = static_cast<std::uint16_t>(hundreds * 100 + rest);
    return true;
  }
  bool mapped(ByteView value, bool masked) {
    constexpr std::array<std::uint8_t, 16> no_mask{};
    const auto address = read_address(value, masked ? message_.raw.subspan(4, 16) : ByteView(no_mask));
    if (masked && !has_xor_mapped_) {
      message_.mapped = address;
      has_xor_mapped_ = true;
    } else if (!message_.mapped) {
      message_.mapped = address;
    }
    return address.has_value();
  }
  bool priority(ByteView value) {
    if (value.size() != 4) return false;
    if (!message_.priority) message_.priority = read_be32(value, 0);
    return true;
  }
  static bool tie_breaker(ByteView value, std::optional<std::uint64_t>& into) {
    if (value.size() != 8) return false;
    if (!into) into = read_be64(value);
    return true;
  }
  void note_unknown(std::uint16_t type) {
    auto& unknown = message_.unknown;
    if (type < Attribute::kFirstOptional && unknown.count < unknown.types.size()) unknown.types[unknown.count++] = type;
  }

  StunMessage& message_;
  std::size_t at_ = kStunHeaderSize;
  bool has_xor_mapped_ = false;
};

}  // namespace

std::string_view StunMessage::receiver_ufrag() const {
  const auto colon = username.find(':');
  return colon == std::string_view::npos ? std::string_view{} : username.substr(0, colon);
}

bool looks_like_stun(ByteView packet) noexcept { return packet.size() >= kStunHeaderSize && packet[0] < 4 && read_be32(packet, 4) == kStunMagic; }

std::optional<StunMessage> parse_stun(ByteView packet) {
  if (!looks_like_stun(packet) || packet.size() > kMaxStunSize) return std::nullopt;
  const auto kind = kind_of(read_be16(packet, 0));
  const std::size_t length = read_be16(packet, 2);
  if (!kind || length % 4 != 0 || kStunHeaderSize + length != packet.size()) return std::nullopt;
  StunMessage message;
  message.raw = packet;
  message.kind = *kind;
  std::copy_n(packet.begin() + 8, message.transaction.size(), message.transaction.begin());
  if (!AttributeReader(message).read_all()) return std::nullopt;
  return message;
}

bool integrity_ok(const StunMessage& message, std::string_view password) {
  if (!message.has_integrity() || password.empty()) return false;
  // RFC 5389 §15.4: the length counts up to and with MESSAGE-INTEGRITY, whatever follows it
  std::array<std::uint8_t, kMaxStunSize> signed_part;  // NOLINT: filled below, only as far as it is read
  std::copy_n(message.raw.begin(), message.integrity_at, signed_part.begin());
  const auto length = message.integrity_at + stun::kAttributeHeader + stun::kIntegritySize - kStunHeaderSize;
  write_be16(signed_part.data() + 2, static_cast<std::uint16_t>(length));
  const auto mac = crypto::hmac_sha1(view_of(password), ByteView(signed_part).first(message.integrity_at));
  const auto claimed = message.raw.subspan(message.integrity_at + stun::kAttributeHeader, stun::kIntegritySize);
  return crypto::equal_in_constant_time(mac, claimed);
}

}  // namespace codevoice::rtc
