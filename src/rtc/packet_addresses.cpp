#include "rtc/packet_addresses.hpp"

#include <fmt/format.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>

#include "rtc/packet_path.hpp"

namespace codevoice::rtc {
namespace {

using asio::ip::address;

constexpr std::uint32_t kComponent = 255;  // 256 - component ID 1
constexpr std::uint32_t kHostPreference = 126;
constexpr std::uint32_t kTcpHostPreference = 99;         // below every UDP candidate
constexpr std::uint32_t kTcpPassiveDirection = 4 << 13;  // RFC 6544 §4.2: 13 bits for the rest

bool is_bridge(std::string_view name) {
  constexpr std::array<std::string_view, 6> prefixes = {"docker", "br-", "veth", "virbr", "cni", "flannel"};
  return std::any_of(prefixes.begin(), prefixes.end(), [&](std::string_view prefix) { return name.starts_with(prefix); });
}

std::optional<address> address_of(const sockaddr* from) {
  if (from == nullptr) return std::nullopt;
  if (from->sa_family == AF_INET) {
    return asio::ip::address_v4(ntohl(reinterpret_cast<const sockaddr_in*>(from)->sin_addr.s_addr));
  }
  if (from->sa_family != AF_INET6) return std::nullopt;
  asio::ip::address_v6::bytes_type bytes{};
  const auto* raw = reinterpret_cast<const sockaddr_in6*>(from)->sin6_addr.s6_addr;
  std::copy_n(raw, bytes.size(), bytes.begin());
  return asio::ip::address_v6(bytes);
}

bool is_link_local(const address& one) {
  if (one.is_v6()) return one.to_v6().is_link_local();
  return (one.to_v4().to_uint() & 0xFFFF0000U) == 0xA9FE0000U;  // 169.254.0.0/16
}

ErrorKind kind_of(const boost::system::error_code& why) {
  if (why == asio::error::address_in_use) return ErrorKind::Conflict;
  if (why == asio::error::access_denied) return ErrorKind::Denied;
  if (why == boost::system::errc::address_not_available) return ErrorKind::Invalid;
  return ErrorKind::Unavailable;
}

}  // namespace

Result<std::vector<address>> parse_addresses(const std::vector<std::string>& literals) {
  std::vector<address> addresses;
  for (const auto& literal : literals) {
    boost::system::error_code error;
    addresses.push_back(unmapped(asio::ip::make_address(literal, error)));
    if (error) return fail(ErrorKind::Invalid, fmt::format("not an IP address: {}", literal));
  }
  return addresses;
}

Result<std::vector<address>> addresses_to_bind(const std::string& bind_address) {
  auto parsed = parse_addresses({bind_address});
  if (parsed && parsed->front() == address(asio::ip::address_v6::any())) {
    parsed->insert(parsed->begin(), asio::ip::address_v4::any());
  }
  return parsed;
}

std::vector<address> interface_addresses() {
  ifaddrs* first = nullptr;
  if (getifaddrs(&first) != 0) return {};
  const std::unique_ptr<ifaddrs, decltype(&freeifaddrs)> owner(first, &freeifaddrs);
  std::vector<address> reachable;
  std::vector<address> loopback;
  for (const auto* one = first; one != nullptr; one = one->ifa_next) {
    const auto found = address_of(one->ifa_addr);
    const bool up = (one->ifa_flags & IFF_UP) != 0 && (one->ifa_flags & IFF_RUNNING) != 0;
    if (!found || !up || is_link_local(*found) || is_bridge(one->ifa_name)) continue;
    (found->is_loopback() ? loopback : reachable).push_back(*found);
  }
  return reachable.empty() ? loopback : reachable;
}

std::vector<address> addresses_of(const std::vector<address>& bound) {
  std::vector<address> addresses;
  for (const auto& one : bound) {
    if (!one.is_unspecified()) {
      addresses.push_back(one);
      continue;
    }
    for (const auto& here : interface_addresses()) {
      if (here.is_v4() == one.is_v4()) addresses.push_back(here);
    }
  }
  return addresses;
}

std::vector<Candidate> udp_candidates(const std::vector<address>& addresses, std::uint16_t port) {
  std::vector<Candidate> candidates;
  std::uint32_t preference = 65535;
  for (const auto& one : addresses) {
    candidates.push_back({CandidateKind::Udp, {one, port}, kHostPreference << 24 | preference-- << 8 | kComponent});
  }
  return candidates;
}

std::vector<Candidate> tcp_candidates(const std::vector<address>& addresses, std::uint16_t port) {
  std::vector<Candidate> candidates;
  if (port == 0) return candidates;
  std::uint32_t preference = kTcpPassiveDirection + 8191;
  for (const auto& one : addresses) {
    candidates.push_back({CandidateKind::TcpPassive, {one, port}, kTcpHostPreference << 24 | preference-- << 8 | kComponent});
  }
  return candidates;
}

Error bind_error(std::string_view what, const Endpoint& where, const boost::system::error_code& why) {
  const auto address = where.address().to_string();
  const auto shown = where.address().is_v6() ? fmt::format("[{}]", address) : address;
  return {kind_of(why), fmt::format("cannot listen on {} {}:{}: {}", what, shown, where.port(), why.message())};
}

}  // namespace codevoice::rtc
