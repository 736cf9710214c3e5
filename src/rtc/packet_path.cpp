#include "rtc/packet_path.hpp"

namespace codevoice::rtc {
namespace {

std::uint64_t mix(std::uint64_t value) {  // the finisher of splitmix64
  value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9U;
  value = (value ^ value >> 27) * 0x94D049BB133111EBU;
  return value ^ value >> 31;
}

std::uint64_t hash_of(const asio::ip::address& address) {
  if (address.is_v4()) return address.to_v4().to_uint();
  const auto bytes = address.to_v6().to_bytes();
  std::uint64_t value = 6;
  for (std::size_t i = 0; i < bytes.size(); i += 4) value = mix(value ^ read_be32(bytes, i));
  return value;
}

}  // namespace

std::size_t PathHash::operator()(const Path& path) const noexcept {
  const auto ends = hash_of(path.remote.address()) << 16 ^ path.remote.port();
  return mix(mix(ends) ^ hash_of(path.local) ^ path.connection << 33 ^ static_cast<std::uint64_t>(path.kind));
}

asio::ip::address unmapped(const asio::ip::address& address) {
  if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address;
  return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
}

Endpoint unmapped(const Endpoint& endpoint) { return {unmapped(endpoint.address()), endpoint.port()}; }

}  // namespace codevoice::rtc
