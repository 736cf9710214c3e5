// What becomes of a packet that is sealed or opened: its new size, or why it is dropped.
// Thread: values.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/result.hpp"

namespace codevoice::rtc {

/// Most bytes protecting adds (authentication tag, SRTCP index).
inline constexpr std::size_t kSrtpTrailer = 148;

enum class SrtpDrop : std::uint8_t {
  Malformed,  // not RTP or RTCP, or too short for its own header and tag
  Auth,       // the tag does not match: changed on the way, or not from this peer
  Replay,     // seen before
  Old,        // too far behind to tell whether it was seen
  Crowded,    // one SSRC more than a peer may use
  Internal,   // the cryptography failed otherwise
};
inline constexpr std::size_t kSrtpDrops = 6;

/// The packet's new size, or why it is dropped.
using SrtpResult = tl::expected<std::size_t, SrtpDrop>;

}  // namespace codevoice::rtc
