#include "rtc/ice_credentials.hpp"

#include "base/crypto.hpp"

namespace codevoice::rtc {

IceCredentials make_ice_credentials(std::string_view prefix) {
  constexpr std::size_t ufrag_letters = 10;  // 58 bits: two peers of a shard never get the same
  constexpr std::size_t pwd_letters = 24;    // 140 bits
  return {std::string(prefix) + crypto::random_text(ufrag_letters), crypto::random_text(pwd_letters)};
}

}  // namespace codevoice::rtc
