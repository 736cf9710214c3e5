// AES-GCM under one key, sealing or opening short messages in place: the key is set up once, a message costs well under a microsecond.
// Ownership: owns the cipher's state, with the key in it.   Thread: one at a time.
// Errors:    a message whose tag does not fit is not opened; nothing of it may be used then.
#pragma once

#include <array>
#include <memory>

#include "base/bytes.hpp"

struct evp_cipher_ctx_st;

namespace codevoice::crypto {

class GcmKey {
 public:
  static constexpr std::size_t kTag = 16;
  using Nonce = std::array<std::uint8_t, 12>;
  enum class Use : std::uint8_t { Seal, Open };

  /// `key`: 16 or 32 bytes, else nothing can be sealed or opened.
  GcmKey(ByteView key, Use use);

  bool is_set() const { return context_ != nullptr; }
  /// Never twice with the same nonce.
  bool seal(const Nonce& nonce, ByteView beside, std::span<std::uint8_t> message, std::span<std::uint8_t, kTag> tag);
  bool open(const Nonce& nonce, ByteView beside, std::span<std::uint8_t> message, std::span<std::uint8_t, kTag> tag);

 private:
  struct Free {
    void operator()(evp_cipher_ctx_st* context) const;
  };
  std::unique_ptr<evp_cipher_ctx_st, Free> context_;
};

/// So many bytes of AES in counter mode from `counter` on, as key derivations want them (RFC 3711 §4.3.3). Empty when the key has no such size.
Bytes aes_counter_stream(ByteView key, const std::array<std::uint8_t, 16>& counter, std::size_t size);

}  // namespace codevoice::crypto
