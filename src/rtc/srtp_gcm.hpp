// SRTP and SRTCP with AES-GCM (RFC 7714) for one direction, in place, on OpenSSL: Debian's libsrtp is built on NSS, which allocates and
// locks for every packet and costs ten times as much.
// Ownership: the buffers are the caller's.   Thread: one shard. No allocation but for the first packet of each SSRC.
// Errors:    a packet that may not pass gives its reason; nothing of it may be used then.
#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/crypto_gcm.hpp"
#include "rtc/srtp_result.hpp"

namespace codevoice::rtc {

class SrtpGcm {
 public:
  using Use = crypto::GcmKey::Use;

  /// `key`: the master key (16 or 32 bytes) followed by its salt of 12.
  SrtpGcm(ByteView key, Use use);
  bool is_ready() const { return rtp_.key.is_set() && rtcp_.key.is_set(); }

  /// `size` of the buffer is the packet; the rest has room for the tag. The packet has a whole header of version 2.
  SrtpResult protect_rtp(std::span<std::uint8_t> buffer, std::size_t size);
  SrtpResult protect_rtcp(std::span<std::uint8_t> buffer, std::size_t size);
  SrtpResult unprotect_rtp(std::span<std::uint8_t> packet);
  SrtpResult unprotect_rtcp(std::span<std::uint8_t> packet);

 private:
  using Nonce = crypto::GcmKey::Nonce;
  struct Session {  // keys made of the master key
    Session(ByteView master, std::uint8_t first_label, Use use);
    Nonce nonce(std::uint32_t ssrc, std::uint64_t index) const;
    crypto::GcmKey key;
    Nonce salt{};
  };
  /// The newest index, and which before it have been.
  class Window {
   public:
    std::optional<SrtpDrop> refuses(std::uint64_t index) const;
    void add(std::uint64_t index);
    /// The whole index a sequence number is likely to belong to (RFC 3711 §3.3.1); nothing: before the first.
    std::optional<std::uint64_t> guess(std::uint16_t sequence) const;

   private:
    static constexpr std::uint64_t kSize = 1024;  // packets: 20 s of audio
    bool begun_ = false;
    std::uint64_t newest_ = 0;
    std::bitset<kSize> seen_;  // by index modulo kSize
  };
  struct Stream {
    std::uint32_t ssrc = 0;
    Window rtp;
    Window rtcp;
    std::uint32_t next_report = 1;  // SRTCP index
  };
  const Stream* find(std::uint32_t ssrc) const;
  Stream& stream(std::uint32_t ssrc);

  Session rtp_;
  Session rtcp_;
  std::vector<Stream> streams_;
};

}  // namespace codevoice::rtc
