#include "rtc/ice_credentials.hpp"

#include <charconv>

#include "base/crypto.hpp"

namespace codevoice::rtc {

IceCredentials make_ice_credentials(std::string_view prefix) {
  constexpr std::size_t ufrag_letters = 10;  // 58 bits: two peers of a shard never get the same
  constexpr std::size_t pwd_letters = 24;    // 140 bits
  return {std::string(prefix) + crypto::random_text(ufrag_letters), crypto::random_text(pwd_letters)};
}

std::string ufrag_prefix_of(unsigned shard) {
  constexpr std::string_view digits = "0123456789abcdef";
  return {digits[shard / 16 % 16], digits[shard % 16]};
}

std::optional<unsigned> shard_of_ufrag(std::string_view ufrag) {
  constexpr std::size_t length = 2;
  if (ufrag.size() <= length) return std::nullopt;
  const auto prefix = ufrag.substr(0, length);
  unsigned shard = 0;
  const auto [end, error] = std::from_chars(prefix.data(), prefix.data() + length, shard, 16);
  // from_chars takes upper case too, which we never give out
  if (error != std::errc{} || end != prefix.data() + length || ufrag_prefix_of(shard) != prefix) return std::nullopt;
  return shard;
}

}  // namespace codevoice::rtc
