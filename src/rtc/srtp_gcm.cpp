#include "rtc/srtp_gcm.hpp"

#include <string.h>

#include <algorithm>
#include <array>

namespace codevoice::rtc {
namespace {

constexpr std::size_t kTag = crypto::GcmKey::kTag;
constexpr std::size_t kRtpHeader = 12;
constexpr std::size_t kRtcpHeader = 8;
constexpr std::size_t kIndex = 4;  // bytes of it after an SRTCP packet
constexpr std::size_t kSalt = 12;
constexpr std::uint32_t kEncrypted = 0x8000'0000;
constexpr std::uint64_t kMostPackets = std::uint64_t{1} << 48;
constexpr std::uint32_t kMostReports = 0x7FFF'FFFF;
// RFC 3711 §4.3.2
constexpr std::uint8_t kRtpKeyLabel = 0;
constexpr std::uint8_t kRtcpKeyLabel = 3;
constexpr std::uint8_t kSaltLabel = 2;  // after that of the key

/// With its contributing sources and its extension; 0 when the packet is shorter.
std::size_t header_size(ByteView packet) {
  std::size_t size = kRtpHeader + 4 * (packet[0] & 0x0FU);
  if ((packet[0] & 0x10) != 0) {
    if (packet.size() < size + 4) return 0;
    size += 4 + std::size_t{4} * read_be16(packet, size + 2);
  }
  return size <= packet.size() ? size : 0;
}

/// A label's key stream (RFC 3711 §4.3.1); the salt of 12 bytes stands for one of 14 that ends in zeros (RFC 7714 §11).
Bytes derive(ByteView master, std::uint8_t label, std::size_t size) {
  const auto key = master.first(master.size() - kSalt);
  std::array<std::uint8_t, 16> counter{};
  std::copy_n(master.end() - kSalt, kSalt, counter.begin());
  counter[7] ^= label;
  return crypto::aes_counter_stream(key, counter, size);
}

crypto::GcmKey session_key(ByteView master, std::uint8_t label, crypto::GcmKey::Use use) {
  auto key = derive(master, label, master.size() - kSalt);
  crypto::GcmKey made(key, use);
  if (!key.empty()) explicit_bzero(key.data(), key.size());
  return made;
}

std::span<std::uint8_t, kTag> tag_at(std::span<std::uint8_t> bytes, std::size_t at) { return bytes.subspan(at).first<kTag>(); }

}  // namespace

SrtpGcm::Session::Session(ByteView master, std::uint8_t first_label, Use use) : key(session_key(master, first_label, use)) {
  const auto derived = derive(master, static_cast<std::uint8_t>(first_label + kSaltLabel), kSalt);
  if (derived.size() == salt.size()) std::copy(derived.begin(), derived.end(), salt.begin());
}

/// RFC 7714 §8.1 and §9.1: two zeros, the SSRC and the index in the last six bytes, by the salt.
SrtpGcm::Nonce SrtpGcm::Session::nonce(std::uint32_t ssrc, std::uint64_t index) const {
  Nonce made{};
  write_be32(&made[2], ssrc);
  write_be16(&made[6], static_cast<std::uint16_t>(index >> 32));
  write_be32(&made[8], static_cast<std::uint32_t>(index));
  for (std::size_t i = 0; i < made.size(); ++i) made[i] ^= salt[i];
  return made;
}

std::optional<SrtpDrop> SrtpGcm::Window::refuses(std::uint64_t index) const {
  if (!begun_ || index > newest_) return std::nullopt;
  if (newest_ - index >= kSize) return SrtpDrop::Old;
  if (seen_[index % kSize]) return SrtpDrop::Replay;
  return std::nullopt;
}

void SrtpGcm::Window::add(std::uint64_t index) {
  if (!begun_ || index > newest_) {
    const auto gap = begun_ ? std::min(index - newest_, kSize) : kSize;
    for (std::uint64_t i = 0; i < gap; ++i) seen_[(index - i) % kSize] = false;
    newest_ = index;
    begun_ = true;
  }
  seen_[index % kSize] = true;
}

std::optional<std::uint64_t> SrtpGcm::Window::guess(std::uint16_t sequence) const {
  if (!begun_) return sequence;
  const auto ahead = static_cast<std::int16_t>(static_cast<std::uint16_t>(sequence - static_cast<std::uint16_t>(newest_)));
  if (ahead < 0 && newest_ < static_cast<std::uint64_t>(-std::int64_t{ahead})) return std::nullopt;
  return newest_ + static_cast<std::uint64_t>(std::int64_t{ahead});
}

SrtpGcm::SrtpGcm(ByteView key, Use use) : rtp_(key, kRtpKeyLabel, use), rtcp_(key, kRtcpKeyLabel, use) {}

const SrtpGcm::Stream* SrtpGcm::find(std::uint32_t ssrc) const {
  const auto found = std::find_if(streams_.begin(), streams_.end(), [ssrc](const Stream& stream) { return stream.ssrc == ssrc; });
  return found == streams_.end() ? nullptr : &*found;
}

SrtpGcm::Stream& SrtpGcm::stream(std::uint32_t ssrc) {
  const auto found = std::find_if(streams_.begin(), streams_.end(), [ssrc](const Stream& stream) { return stream.ssrc == ssrc; });
  if (found != streams_.end()) return *found;
  streams_.push_back({});
  streams_.back().ssrc = ssrc;
  return streams_.back();
}

SrtpResult SrtpGcm::protect_rtp(std::span<std::uint8_t> buffer, std::size_t size) {
  const auto header = header_size(buffer.first(size));
  if (header == 0) return tl::unexpected(SrtpDrop::Malformed);
  const auto ssrc = read_be32(buffer, 8);
  auto& window = stream(ssrc).rtp;
  const auto index = window.guess(read_be16(buffer, 2));
  if (!index) return tl::unexpected(SrtpDrop::Old);
  if (*index >= kMostPackets) return tl::unexpected(SrtpDrop::Internal);  // the keys are used up
  if (const auto refused = window.refuses(*index)) return tl::unexpected(*refused);
  window.add(*index);  // before it is used: a nonce must not come twice
  const bool sealed = rtp_.key.seal(rtp_.nonce(ssrc, *index), buffer.first(header), buffer.subspan(header, size - header), tag_at(buffer, size));
  if (!sealed) return tl::unexpected(SrtpDrop::Internal);
  return size + kTag;
}

SrtpResult SrtpGcm::unprotect_rtp(std::span<std::uint8_t> packet) {
  const auto header = header_size(packet);
  if (header == 0 || packet.size() < header + kTag) return tl::unexpected(SrtpDrop::Malformed);
  const auto ssrc = read_be32(packet, 8);
  const auto* const known = find(ssrc);
  const auto sequence = read_be16(packet, 2);
  const auto index = known != nullptr ? known->rtp.guess(sequence) : std::uint64_t{sequence};
  if (!index) return tl::unexpected(SrtpDrop::Old);
  if (known != nullptr) {
    if (const auto refused = known->rtp.refuses(*index)) return tl::unexpected(*refused);
  }
  const auto size = packet.size() - kTag;
  const bool opened = rtp_.key.open(rtp_.nonce(ssrc, *index), packet.first(header), packet.subspan(header, size - header), tag_at(packet, size));
  if (!opened) return tl::unexpected(SrtpDrop::Auth);
  stream(ssrc).rtp.add(*index);
  return size;
}

SrtpResult SrtpGcm::protect_rtcp(std::span<std::uint8_t> buffer, std::size_t size) {
  const auto ssrc = read_be32(buffer, 4);
  auto& index = stream(ssrc).next_report;
  if (index > kMostReports) return tl::unexpected(SrtpDrop::Internal);  // after 2^31 reports the keys are used up
  std::array<std::uint8_t, kRtcpHeader + kIndex> beside;
  std::copy_n(buffer.begin(), kRtcpHeader, beside.begin());
  write_be32(&beside[kRtcpHeader], kEncrypted | index);
  const auto nonce = rtcp_.nonce(ssrc, index++);
  if (!rtcp_.key.seal(nonce, beside, buffer.subspan(kRtcpHeader, size - kRtcpHeader), tag_at(buffer, size)))
    return tl::unexpected(SrtpDrop::Internal);
  std::copy_n(beside.begin() + kRtcpHeader, kIndex, buffer.begin() + static_cast<std::ptrdiff_t>(size + kTag));
  return size + kTag + kIndex;
}

SrtpResult SrtpGcm::unprotect_rtcp(std::span<std::uint8_t> packet) {
  if (packet.size() < kRtcpHeader + kTag + kIndex) return tl::unexpected(SrtpDrop::Malformed);
  const auto size = packet.size() - kTag - kIndex;
  const auto word = read_be32(packet, size + kTag);
  if ((word & kEncrypted) == 0) return tl::unexpected(SrtpDrop::Auth);  // nobody sends reports in the clear
  const auto index = word & ~kEncrypted;
  const auto ssrc = read_be32(packet, 4);
  if (const auto* const known = find(ssrc)) {
    if (const auto refused = known->rtcp.refuses(index)) return tl::unexpected(*refused);
  }
  std::array<std::uint8_t, kRtcpHeader + kIndex> beside;
  std::copy_n(packet.begin(), kRtcpHeader, beside.begin());
  write_be32(&beside[kRtcpHeader], word);
  if (!rtcp_.key.open(rtcp_.nonce(ssrc, index), beside, packet.subspan(kRtcpHeader, size - kRtcpHeader), tag_at(packet, size))) {
    return tl::unexpected(SrtpDrop::Auth);
  }
  stream(ssrc).rtcp.add(index);
  return size;
}

}  // namespace codevoice::rtc
