// What a DTLS handshake hands to SRTP: the profile agreed on and each side's key followed by its salt (RFC 5764 §4.2).
// Ownership: a value; the bytes are wiped when it goes.
#pragma once

#include <string.h>

#include "base/bytes.hpp"

namespace codevoice::rtc {

/// Numbers of RFC 5764 §4.1.2 and RFC 7714 §14.2.
enum class SrtpProfile : std::uint16_t { Aes128CmSha1_80 = 0x0001, AeadAes128Gcm = 0x0007, AeadAes256Gcm = 0x0008 };

constexpr std::size_t key_size_of(SrtpProfile profile) { return profile == SrtpProfile::AeadAes256Gcm ? 32 : 16; }
constexpr std::size_t salt_size_of(SrtpProfile profile) { return profile == SrtpProfile::Aes128CmSha1_80 ? 14 : 12; }

struct SrtpKeys {
  SrtpProfile profile = SrtpProfile::AeadAes128Gcm;
  Bytes local;   // key ‖ salt we encrypt with
  Bytes remote;  // key ‖ salt the peer encrypts with

  SrtpKeys() = default;
  SrtpKeys(SrtpKeys&&) = default;
  SrtpKeys& operator=(SrtpKeys&&) = default;
  SrtpKeys(const SrtpKeys&) = delete;
  SrtpKeys& operator=(const SrtpKeys&) = delete;
  ~SrtpKeys() {
    if (!local.empty()) explicit_bzero(local.data(), local.size());
    if (!remote.empty()) explicit_bzero(remote.data(), remote.size());
  }
};

}  // namespace codevoice::rtc
