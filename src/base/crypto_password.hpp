// Passwords as they may be kept: Argon2id (RFC 9106), with 19 MiB and two passes (OWASP's password storage figures).
// Thread: any; a hash takes tens of milliseconds and its memory: on a worker, never on a media thread.
// Errors: Unavailable when the memory cannot be had.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace codevoice::crypto {

/// The text to keep: parameters, salt and hash in one.
Result<std::string> hash_password(std::string_view password);
/// False for a wrong password and for a text that is no hash.
bool password_fits(std::string_view password, const std::string& hash);
/// It was made with other parameters than today's.
bool is_old_hash(const std::string& hash);

}  // namespace codevoice::crypto
