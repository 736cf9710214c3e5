// Randomness, digests, MACs and base64: the only door to OpenSSL's and libsodium's primitives outside rtc/ and net/.
// Thread: any. Errors: a machine that cannot give random bytes aborts the process (a broken invariant).
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace codevoice::crypto {

using Sha1Mac = std::array<std::uint8_t, 20>;
using Sha256Digest = std::array<std::uint8_t, 32>;

void random_bytes(std::span<std::uint8_t> out);
std::uint32_t random_u32();
std::uint64_t random_u64();
/// Letters and digits, easy to read aloud; about 5.8 bits each.
std::string random_text(std::size_t length);

Sha1Mac hmac_sha1(ByteView key, ByteView message);
Sha256Digest hmac_sha256(ByteView key, ByteView message);
Sha256Digest sha256(ByteView message);
bool equal_in_constant_time(ByteView a, ByteView b);

enum class Base64 : std::uint8_t { Standard, Url };  // Url: RFC 4648 §5, written without padding
std::string to_base64(ByteView bytes, Base64 alphabet = Base64::Standard);
/// Accepts either alphabet, with or without padding; nothing else.
std::optional<Bytes> from_base64(std::string_view text);
std::string to_hex(ByteView bytes);

}  // namespace codevoice::crypto
