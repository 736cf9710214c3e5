#include "base/crypto_password.hpp"

#include <sodium.h>

#include <array>

namespace codevoice::crypto {
namespace {

constexpr unsigned long long kPasses = 2;
constexpr std::size_t kMemory = std::size_t{19} << 20;

bool is_ready() {
  static const bool ready = sodium_init() >= 0;
  return ready;
}

}  // namespace

Result<std::string> hash_password(std::string_view password) {
  std::array<char, crypto_pwhash_STRBYTES> text{};
  const bool made =
      is_ready() && crypto_pwhash_str_alg(text.data(), password.data(), password.size(), kPasses, kMemory, crypto_pwhash_ALG_ARGON2ID13) == 0;
  if (!made) return fail(ErrorKind::Unavailable, "no memory to hash a password");
  return std::string(text.data());
}

bool password_fits(std::string_view password, const std::string& hash) {
  return is_ready() && hash.size() < crypto_pwhash_STRBYTES && crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

bool is_old_hash(const std::string& hash) {
  return hash.size() >= crypto_pwhash_STRBYTES || crypto_pwhash_str_needs_rehash(hash.c_str(), kPasses, kMemory) != 0;
}

}  // namespace codevoice::crypto
