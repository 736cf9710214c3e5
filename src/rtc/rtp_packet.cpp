#include "rtc/rtp_packet.hpp"

#include <algorithm>

namespace codevoice::rtc {
namespace {

constexpr std::uint16_t kOneByteProfile = 0xBEDE;
constexpr std::uint16_t kTwoByteProfile = 0x1000;  // the lowest four bits are the application's
constexpr std::uint16_t kTwoByteProfileMask = 0xFFF0;
constexpr std::uint8_t kOneByteStop = 15;

/// RFC 8285 §4.2: four bits of id, four of length less one.
ByteView find_one_byte(ByteView body, std::uint8_t wanted) {
  while (!body.empty()) {
    const auto id = static_cast<std::uint8_t>(body[0] >> 4);
    const std::size_t length = (body[0] & 0x0FU) + 1U;
    body = body.subspan(1);
    if (id == 0) continue;  // padding
    if (id == kOneByteStop || length > body.size()) return {};
    if (id == wanted) return body.first(length);
    body = body.subspan(length);
  }
  return {};
}

/// RFC 8285 §4.3: a byte of id, a byte of length.
ByteView find_two_byte(ByteView body, std::uint8_t wanted) {
  while (body.size() >= 2) {
    const auto id = body[0];
    if (id == 0) {  // padding, without a length
      body = body.subspan(1);
      continue;
    }
    const std::size_t length = body[1];
    body = body.subspan(2);
    if (length > body.size()) return {};
    if (id == wanted) return body.first(length);
    body = body.subspan(length);
  }
  return {};
}

/// Takes the header extension off the reader. False when it is cut off.
bool take_extension(ByteReader& reader, RtpPacket& packet) {
  const auto profile = reader.u16();
  const auto words = reader.u16();
  if (!profile || !words) return false;
  const auto body = reader.take(std::size_t{*words} * 4);
  if (!body) return false;
  packet.two_byte_extensions = (*profile & kTwoByteProfileMask) == kTwoByteProfile;
  if (packet.two_byte_extensions || *profile == kOneByteProfile) packet.extension = *body;
  return true;
}

}  // namespace

ByteView RtpPacket::extension_element(std::uint8_t id) const {
  if (id == 0) return {};
  return two_byte_extensions ? find_two_byte(extension, id) : find_one_byte(extension, id);
}

std::optional<std::uint8_t> RtpPacket::audio_level(std::uint8_t id) const {
  const auto element = extension_element(id);
  if (element.empty()) return std::nullopt;
  return static_cast<std::uint8_t>(element[0] & 0x7FU);  // the highest bit is the sender's voice activity
}

std::optional<RtpPacket> parse_rtp(ByteView bytes) {
  if (bytes.size() < kRtpHeaderSize || bytes[0] >> 6 != 2) return std::nullopt;
  const bool padded = (bytes[0] & 0x20) != 0;
  const bool extended = (bytes[0] & 0x10) != 0;
  const std::size_t contributors = bytes[0] & 0x0FU;

  RtpPacket packet;
  packet.marker = (bytes[1] & 0x80) != 0;
  packet.payload_type = bytes[1] & 0x7F;
  packet.sequence = read_be16(bytes, 2);
  packet.timestamp = read_be32(bytes, 4);
  packet.ssrc = read_be32(bytes, 8);

  ByteReader reader(bytes.subspan(kRtpHeaderSize));
  if (!reader.take(contributors * 4)) return std::nullopt;
  if (extended && !take_extension(reader, packet)) return std::nullopt;
  const std::size_t padding = padded ? bytes.back() : 0;
  if (padding > reader.remaining() || (padded && padding == 0)) return std::nullopt;
  packet.payload = *reader.take(reader.remaining() - padding);
  return packet;
}

Bytes make_rtp(const RtpHeader& header, ByteView payload) {
  constexpr std::size_t kLevelSize = 8;  // one-byte header, one element, padding
  const bool has_level = header.level_extension != 0;
  const auto head = kRtpHeaderSize + (has_level ? kLevelSize : 0);
  Bytes packet(head + payload.size());
  packet[0] = has_level ? 0x90 : 0x80;
  packet[1] = static_cast<std::uint8_t>((header.marker ? 0x80 : 0) | (header.payload_type & 0x7F));
  write_be16(&packet[2], header.sequence);
  write_be32(&packet[4], header.timestamp);
  write_be32(&packet[8], header.ssrc);
  if (has_level) {
    write_be16(&packet[12], 0xBEDE);
    write_be16(&packet[14], 1);  // word of 32 bit
    packet[16] = static_cast<std::uint8_t>(header.level_extension << 4);
    packet[17] = header.level & 0x7F;
  }
  std::copy(payload.begin(), payload.end(), packet.begin() + static_cast<std::ptrdiff_t>(head));
  return packet;
}

}  // namespace codevoice::rtc
