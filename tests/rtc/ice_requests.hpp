// Checks as a browser would send them, for the tests of the agents.
#pragma once

#include "rtc/ice_lite.hpp"
#include "rtc/stun_writer.hpp"

namespace codevoice::rtc::test {

inline Endpoint at(const char* address, std::uint16_t port) { return {asio::ip::make_address(address), port}; }

inline Path udp_path(std::uint16_t port) {
  auto path = udp_path_to(at("198.51.100.7", port));
  path.local = asio::ip::make_address("192.0.2.1");
  return path;
}

/// One check, changed by the test before it is sent.
struct Check {
  std::string username;
  std::string password;
  bool nominates = false;
  std::optional<std::uint64_t> controlling = 1;
  std::optional<std::uint64_t> controlled;
  StunTransaction transaction = {1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144};

  static Check to(const IceCredentials& receiver) { return {receiver.ufrag + ":peer", receiver.pwd, false, 1, {}, {}}; }
  Check& nominating() {
    nominates = true;
    return *this;
  }
  Bytes bytes() const {
    StunWriter writer(StunKind::Request, transaction);
    if (!username.empty()) writer.username(username);
    writer.priority(0x6e0001ff);
    if (controlling) writer.ice_controlling(*controlling);
    if (controlled) writer.ice_controlled(*controlled);
    if (nominates) writer.use_candidate();
    return writer.finish(password);
  }
};

}  // namespace codevoice::rtc::test
