// RTP packets: parsed views of foreign bytes, and headers written for our own.
// Errors: parse_rtp gives nothing for anything malformed. Source: RFC 3550 §5.1, RFC 8285 (one- and two-byte extensions).
#pragma once

#include <optional>

#include "base/bytes.hpp"

namespace codevoice::rtc {

struct RtpPacket {
  std::uint8_t payload_type = 0;
  bool marker = false;
  std::uint16_t sequence = 0;
  std::uint32_t timestamp = 0;
  std::uint32_t ssrc = 0;
  ByteView payload;    // without padding
  ByteView extension;  // body of the header extension, empty without one
  bool two_byte_extensions = false;

  /// The element with this id, empty when absent.
  ByteView extension_element(std::uint8_t id) const;
  /// RFC 6464: 0 (loud) … 127 (silence), in -dBov.
  std::optional<std::uint8_t> audio_level(std::uint8_t id) const;
};

std::optional<RtpPacket> parse_rtp(ByteView bytes);

inline constexpr std::size_t kRtpHeaderSize = 12;
struct RtpHeader {
  std::uint8_t payload_type = 0;
  bool marker = false;
  std::uint16_t sequence = 0;
  std::uint32_t timestamp = 0;
  std::uint32_t ssrc = 0;
  std::uint8_t level_extension = 0;  // id of ssrc-audio-level (RFC 6464), 0 without
  std::uint8_t level = 127;          // -dBov
};
/// A whole packet, with no other extension than the level.
Bytes make_rtp(const RtpHeader& header, ByteView payload);

}  // namespace codevoice::rtc
