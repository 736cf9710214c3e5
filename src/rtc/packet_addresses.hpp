// Which addresses a hub binds, and which it tells its peers.
// Thread: any.   Errors: an address that is no literal is Invalid.
// Sources: RFC 8445 §5.1.2 (priorities), RFC 6544 §4.2 (TCP).
#pragma once

#include <boost/system/error_code.hpp>
#include <string>
#include <vector>

#include "rtc/transport.hpp"

namespace codevoice::rtc {

/// The one given; for "::" every address of both families.
Result<std::vector<asio::ip::address>> addresses_to_bind(const std::string& bind_address);
Result<std::vector<asio::ip::address>> parse_addresses(const std::vector<std::string>& literals);

/// Addresses of this machine that a peer elsewhere may reach: not loopback, link-local or those of container bridges.
/// The loopback ones when there are no others.
std::vector<asio::ip::address> interface_addresses();
/// What stands for `bound` in candidates: itself, or for a wildcard the interface addresses of its family.
std::vector<asio::ip::address> addresses_of(const std::vector<asio::ip::address>& bound);

/// Best first; below every UDP candidate the TCP ones (none with port 0).
std::vector<Candidate> udp_candidates(const std::vector<asio::ip::address>& addresses, std::uint16_t port);
std::vector<Candidate> tcp_candidates(const std::vector<asio::ip::address>& addresses, std::uint16_t port);

/// "cannot listen on UDP 0.0.0.0:7882: Address already in use"
Error bind_error(std::string_view what, const Endpoint& where, const boost::system::error_code& why);

}  // namespace codevoice::rtc
