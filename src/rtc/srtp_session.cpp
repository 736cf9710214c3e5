#include "rtc/srtp_session.hpp"

#include <srtp2/srtp.h>

#include <algorithm>

namespace codevoice::rtc {
namespace {

constexpr std::size_t kRtpHeader = 12;
constexpr std::size_t kRtcpHeader = 8;
constexpr unsigned long kReplayWindow = 1024;  // packets: 20 s of audio
constexpr std::uint8_t kVersionMask = 0xC0;
constexpr std::uint8_t kVersion2 = 0x80;

static_assert(kSrtpTrailer >= SRTP_MAX_TRAILER_LEN + 4);  // SRTCP adds its index to the tag

srtp_profile_t libsrtp_profile_of(SrtpProfile profile) {
  switch (profile) {
    case SrtpProfile::Aes128CmSha1_80: return srtp_profile_aes128_cm_sha1_80;
    case SrtpProfile::AeadAes128Gcm: return srtp_profile_aead_aes_128_gcm;
    case SrtpProfile::AeadAes256Gcm: return srtp_profile_aead_aes_256_gcm;
  }
  return srtp_profile_reserved;
}

SrtpDrop drop_of(srtp_err_status_t status) {
  switch (status) {
    case srtp_err_status_bad_param:
    case srtp_err_status_parse_err:
    case srtp_err_status_bad_mki: return SrtpDrop::Malformed;
    case srtp_err_status_auth_fail:
    case srtp_err_status_cipher_fail: return SrtpDrop::Auth;  // AEAD reports a wrong tag as a failed decryption
    case srtp_err_status_replay_fail: return SrtpDrop::Replay;
    case srtp_err_status_replay_old:
    case srtp_err_status_pkt_idx_old: return SrtpDrop::Old;
    default: return SrtpDrop::Internal;
  }
}

SrtpResult result_of(srtp_err_status_t status, int size) {
  if (status != srtp_err_status_ok) return tl::unexpected(drop_of(status));
  return static_cast<std::size_t>(size);
}

SrtpResult opened_by_libsrtp(srtp_err_status_t (*open)(srtp_t, void*, int*), srtp_t context, std::span<std::uint8_t> packet) {
  int length = static_cast<int>(packet.size());
  const auto status = open(context, packet.data(), &length);
  return result_of(status, length);
}

bool is_version_2(ByteView packet, std::size_t header) { return packet.size() >= header && (packet[0] & kVersionMask) == kVersion2; }

}  // namespace

std::string_view name_of(SrtpDrop drop) noexcept {
  switch (drop) {
    case SrtpDrop::Malformed: return "srtp_malformed";
    case SrtpDrop::Auth: return "srtp_auth";
    case SrtpDrop::Replay: return "srtp_replay";
    case SrtpDrop::Old: return "srtp_old";
    case SrtpDrop::Crowded: return "srtp_too_many_ssrcs";
    case SrtpDrop::Internal: return "srtp_internal";
  }
  return "srtp_internal";
}

void SrtpSession::Free::operator()(srtp_ctx_t_* context) const { srtp_dealloc(context); }

SrtpSession::Handle SrtpSession::open(SrtpProfile profile, const Bytes& key, Direction direction) {
  srtp_policy_t policy{};
  const auto kind = libsrtp_profile_of(profile);
  if (srtp_crypto_policy_set_from_profile_for_rtp(&policy.rtp, kind) != srtp_err_status_ok ||
      srtp_crypto_policy_set_from_profile_for_rtcp(&policy.rtcp, kind) != srtp_err_status_ok) {
    return nullptr;
  }
  Bytes copy = key;  // libsrtp wants it writable and keeps its own
  policy.ssrc.type = direction == Direction::In ? ssrc_any_inbound : ssrc_any_outbound;
  policy.key = copy.data();
  policy.window_size = kReplayWindow;
  policy.allow_repeat_tx = 0;  // the same index twice would reuse a nonce
  srtp_t context = nullptr;
  const auto status = srtp_create(&context, &policy);
  explicit_bzero(copy.data(), copy.size());
  return Handle(status == srtp_err_status_ok ? context : nullptr);
}

Result<std::unique_ptr<SrtpSession>> SrtpSession::create_gcm(const SrtpKeys& keys) {
  auto gcm = std::make_unique<Gcm>(keys);
  if (!gcm->in.is_ready() || !gcm->out.is_ready()) return fail(ErrorKind::Internal, "AES-GCM cannot be had");
  return std::unique_ptr<SrtpSession>(new SrtpSession(std::move(gcm)));
}

Result<std::unique_ptr<SrtpSession>> SrtpSession::create(const SrtpKeys& keys) {
  const auto key_size = key_size_of(keys.profile) + salt_size_of(keys.profile);
  if (keys.local.size() != key_size || keys.remote.size() != key_size) {
    return fail(ErrorKind::Invalid, "SRTP keys of the wrong length");
  }
  if (keys.profile != SrtpProfile::Aes128CmSha1_80) return create_gcm(keys);
  static const bool ready = srtp_init() == srtp_err_status_ok;  // libsrtp keeps process-wide tables
  if (!ready) return fail(ErrorKind::Internal, "libsrtp cannot start");
  auto in = open(keys.profile, keys.remote, Direction::In);
  auto out = open(keys.profile, keys.local, Direction::Out);
  if (!in || !out) return fail(ErrorKind::Internal, "libsrtp refuses the profile");
  return std::unique_ptr<SrtpSession>(new SrtpSession(std::move(in), std::move(out)));
}

SrtpResult SrtpSession::protect_rtp(std::span<std::uint8_t> buffer, std::size_t size) {
  if (size + kSrtpTrailer > buffer.size() || !is_version_2(buffer.first(size), kRtpHeader)) {
    return tl::unexpected(SrtpDrop::Malformed);
  }
  if (gcm_) return gcm_->out.protect_rtp(buffer, size);
  int length = static_cast<int>(size);
  const auto status = srtp_protect(out_.get(), buffer.data(), &length);
  return result_of(status, length);
}

SrtpResult SrtpSession::protect_rtcp(std::span<std::uint8_t> buffer, std::size_t size) {
  if (size + kSrtpTrailer > buffer.size() || !is_version_2(buffer.first(size), kRtcpHeader)) {
    return tl::unexpected(SrtpDrop::Malformed);
  }
  if (gcm_) return gcm_->out.protect_rtcp(buffer, size);
  int length = static_cast<int>(size);
  const auto status = srtp_protect_rtcp(out_.get(), buffer.data(), &length);
  return result_of(status, length);
}

SrtpResult SrtpSession::unprotect_rtp(std::span<std::uint8_t> packet) {
  if (!is_version_2(packet, kRtpHeader)) return tl::unexpected(SrtpDrop::Malformed);
  const auto ssrc = read_be32(packet, 8);
  const bool known = knows(ssrc);
  if (!known && ssrc_count_ == ssrcs_.size()) return tl::unexpected(SrtpDrop::Crowded);
  const auto size = gcm_ ? gcm_->in.unprotect_rtp(packet) : opened_by_libsrtp(&srtp_unprotect, in_.get(), packet);
  if (size && !known) remember(ssrc);
  return size;
}

SrtpResult SrtpSession::unprotect_rtcp(std::span<std::uint8_t> packet) {
  if (!is_version_2(packet, kRtcpHeader)) return tl::unexpected(SrtpDrop::Malformed);
  const auto ssrc = read_be32(packet, 4);
  const bool known = knows(ssrc);
  if (!known && ssrc_count_ == ssrcs_.size()) return tl::unexpected(SrtpDrop::Crowded);
  const auto size = gcm_ ? gcm_->in.unprotect_rtcp(packet) : opened_by_libsrtp(&srtp_unprotect_rtcp, in_.get(), packet);
  if (size && !known) remember(ssrc);
  return size;
}

bool SrtpSession::knows(std::uint32_t ssrc) const {
  const auto end = ssrcs_.begin() + static_cast<std::ptrdiff_t>(ssrc_count_);
  return std::find(ssrcs_.begin(), end, ssrc) != end;
}

void SrtpSession::remember(std::uint32_t ssrc) { ssrcs_[ssrc_count_++] = ssrc; }

}  // namespace codevoice::rtc
