#include "rtc/stun_writer.hpp"

#include <zlib.h>

#include <algorithm>

#include "base/crypto.hpp"
#include "rtc/stun_attributes.hpp"

namespace codevoice::rtc {
namespace {

std::uint16_t type_of(StunKind kind) {
  switch (kind) {
    case StunKind::Request: return stun::kBindingRequest;
    case StunKind::Indication: return stun::kBindingIndication;
    case StunKind::Success: return stun::kBindingSuccess;
    case StunKind::Error: break;
  }
  return stun::kBindingError;
}

std::string_view reason_of(std::uint16_t code) {
  switch (code) {
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 420: return "Unknown Attribute";
    case 487: return "Role Conflict";
    default: return "Error";
  }
}

void write_be64(std::uint8_t* to, std::uint64_t value) {
  write_be32(to, static_cast<std::uint32_t>(value >> 32));
  write_be32(to + 4, static_cast<std::uint32_t>(value));
}

}  // namespace

StunWriter::StunWriter(StunKind kind, const StunTransaction& transaction) {
  write_be16(bytes_.data(), type_of(kind));
  write_be32(bytes_.data() + 4, kStunMagic);
  std::copy(transaction.begin(), transaction.end(), bytes_.begin() + 8);
}

std::uint8_t* StunWriter::attribute(std::uint16_t type, std::size_t length) {
  constexpr std::size_t tail = 2 * stun::kAttributeHeader + stun::kIntegritySize + 4;  // integrity and fingerprint always fit
  const auto whole = stun::kAttributeHeader + stun::padded(length);
  const bool closing = type == stun::kMessageIntegrity || type == stun::kFingerprint;
  if (size_ + whole + (closing ? 0 : tail) > bytes_.size()) return nullptr;
  auto* to = bytes_.data() + size_;
  write_be16(to, type);
  write_be16(to + 2, static_cast<std::uint16_t>(length));
  size_ += whole;
  return to + stun::kAttributeHeader;
}

StunWriter& StunWriter::username(std::string_view name) {
  if (auto* to = attribute(stun::kUsername, name.size())) std::copy(name.begin(), name.end(), to);
  return *this;
}

StunWriter& StunWriter::xor_mapped_address(const Endpoint& address) {
  const bool v4 = address.address().is_v4();
  auto* to = attribute(stun::kXorMappedAddress, v4 ? 8 : 20);
  if (to == nullptr) return *this;
  to[1] = v4 ? stun::kFamilyV4 : stun::kFamilyV6;
  write_be16(to + 2, static_cast<std::uint16_t>(address.port() ^ (kStunMagic >> 16)));
  if (v4) {
    write_be32(to + 4, address.address().to_v4().to_uint() ^ kStunMagic);
    return *this;
  }
  const auto bytes = address.address().to_v6().to_bytes();
  for (std::size_t i = 0; i < bytes.size(); ++i) to[4 + i] = static_cast<std::uint8_t>(bytes[i] ^ bytes_[4 + i]);
  return *this;
}

StunWriter& StunWriter::priority(std::uint32_t value) {
  if (auto* to = attribute(stun::kPriority, 4)) write_be32(to, value);
  return *this;
}

StunWriter& StunWriter::use_candidate() {
  attribute(stun::kUseCandidate, 0);
  return *this;
}

StunWriter& StunWriter::ice_controlling(std::uint64_t tie_breaker) {
  if (auto* to = attribute(stun::kIceControlling, 8)) write_be64(to, tie_breaker);
  return *this;
}

StunWriter& StunWriter::ice_controlled(std::uint64_t tie_breaker) {
  if (auto* to = attribute(stun::kIceControlled, 8)) write_be64(to, tie_breaker);
  return *this;
}

StunWriter& StunWriter::error_code(std::uint16_t code) {
  const auto reason = reason_of(code);
  auto* to = attribute(stun::kErrorCode, 4 + reason.size());
  if (to == nullptr) return *this;
  to[2] = static_cast<std::uint8_t>(code / 100);
  to[3] = static_cast<std::uint8_t>(code % 100);
  std::copy(reason.begin(), reason.end(), to + 4);
  return *this;
}

StunWriter& StunWriter::unknown_attributes(const StunUnknown& unknown) {
  auto* to = attribute(stun::kUnknownAttributes, 2 * unknown.count);
  for (std::size_t i = 0; to != nullptr && i < unknown.count; ++i) write_be16(to + 2 * i, unknown.types[i]);
  return *this;
}

void StunWriter::set_length(std::size_t body) { write_be16(bytes_.data() + 2, static_cast<std::uint16_t>(body)); }

Bytes StunWriter::finish(std::string_view password) {
  if (!password.empty()) {
    const auto covered = size_;
    auto* to = attribute(stun::kMessageIntegrity, stun::kIntegritySize);
    set_length(size_ - kStunHeaderSize);
    const auto mac = crypto::hmac_sha1(view_of(password), ByteView(bytes_).first(covered));
    if (to != nullptr) std::copy(mac.begin(), mac.end(), to);
  }
  const auto covered = size_;
  auto* to = attribute(stun::kFingerprint, 4);
  set_length(size_ - kStunHeaderSize);
  const auto crc = static_cast<std::uint32_t>(crc32(0, bytes_.data(), static_cast<uInt>(covered)));
  if (to != nullptr) write_be32(to, crc ^ stun::kFingerprintMask);
  return {bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(size_)};
}

}  // namespace codevoice::rtc
