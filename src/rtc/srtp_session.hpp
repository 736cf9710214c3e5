// SRTP and SRTCP of one association, both directions, in place (RFC 3711, RFC 7714).
// Ownership: the buffers are the caller's; protecting needs kSrtpTrailer more bytes of room than the packet.
// Thread:    one shard. No allocation but for the first packet of each SSRC.
// Errors:    a packet that may not pass gives its reason (ASVS 17.2.3–17.2.5); nothing of it may be used then.
#pragma once

#include <array>
#include <memory>
#include <string_view>

#include "base/result.hpp"
#include "rtc/srtp_keys.hpp"

struct srtp_ctx_t_;

namespace codevoice::rtc {

/// Most bytes protecting adds (authentication tag, SRTCP index).
inline constexpr std::size_t kSrtpTrailer = 148;

enum class SrtpDrop : std::uint8_t {
  Malformed,  // not RTP or RTCP, or too short for its own header and tag
  Auth,       // the tag does not match: changed on the way, or not from this peer
  Replay,     // seen before
  Old,        // too far behind to tell whether it was seen
  Crowded,    // one SSRC more than a peer may use
  Internal,   // libsrtp failed otherwise
};
inline constexpr std::size_t kSrtpDrops = 6;
std::string_view name_of(SrtpDrop drop) noexcept;

/// The packet's new size, or why it is dropped.
using SrtpResult = tl::expected<std::size_t, SrtpDrop>;

class SrtpSession {
 public:
  static Result<std::unique_ptr<SrtpSession>> create(const SrtpKeys& keys);

  SrtpResult protect_rtp(std::span<std::uint8_t> buffer, std::size_t size);
  SrtpResult protect_rtcp(std::span<std::uint8_t> buffer, std::size_t size);
  SrtpResult unprotect_rtp(std::span<std::uint8_t> packet);
  SrtpResult unprotect_rtcp(std::span<std::uint8_t> packet);

 private:
  struct Free {
    void operator()(srtp_ctx_t_* context) const;
  };
  using Handle = std::unique_ptr<srtp_ctx_t_, Free>;
  enum class Direction : std::uint8_t { In, Out };
  SrtpSession(Handle in, Handle out) : in_(std::move(in)), out_(std::move(out)) {}
  static Handle open(SrtpProfile profile, const Bytes& key, Direction direction);
  bool knows(std::uint32_t ssrc) const;
  void remember(std::uint32_t ssrc);

  Handle in_;
  Handle out_;
  std::array<std::uint32_t, 64> ssrcs_{};  // whom the peer has proved to be; bounds what libsrtp keeps for it
  std::size_t ssrc_count_ = 0;
};

}  // namespace codevoice::rtc
