// SRTP and SRTCP of one association, both directions, in place (RFC 3711, RFC 7714): AES-GCM is our own, AES-CM libsrtp's.
// Ownership: the buffers are the caller's; protecting needs kSrtpTrailer more bytes of room than the packet.
// Thread:    one shard. No allocation but for the first packet of each SSRC.
// Errors:    a packet that may not pass gives its reason (ASVS 17.2.3–17.2.5); nothing of it may be used then.
#pragma once

#include <array>
#include <memory>
#include <string_view>

#include "base/result.hpp"
#include "rtc/srtp_gcm.hpp"
#include "rtc/srtp_keys.hpp"
#include "rtc/srtp_result.hpp"

struct srtp_ctx_t_;

namespace codevoice::rtc {

std::string_view name_of(SrtpDrop drop) noexcept;

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
  struct Gcm {
    explicit Gcm(const SrtpKeys& keys) : in(keys.remote, SrtpGcm::Use::Open), out(keys.local, SrtpGcm::Use::Seal) {}
    SrtpGcm in;
    SrtpGcm out;
  };
  SrtpSession(Handle in, Handle out) : in_(std::move(in)), out_(std::move(out)) {}
  explicit SrtpSession(std::unique_ptr<Gcm> gcm) : gcm_(std::move(gcm)) {}
  static Result<std::unique_ptr<SrtpSession>> create_gcm(const SrtpKeys& keys);
  static Handle open(SrtpProfile profile, const Bytes& key, Direction direction);
  bool knows(std::uint32_t ssrc) const;
  void remember(std::uint32_t ssrc);

  std::unique_ptr<Gcm> gcm_;  // or
  Handle in_;                 // libsrtp's
  Handle out_;
  std::array<std::uint32_t, 64> ssrcs_{};  // whom the peer has proved to be; bounds what is kept for it
  std::size_t ssrc_count_ = 0;
};

}  // namespace codevoice::rtc
