// A way between one socket of ours and one peer: what a packet came by, and what an answer goes back by.
// Units:     `remote` is never a v4-mapped v6 address; `local` is unspecified when the kernel may choose it.
// Ownership: a plain value; a key of routing tables.   Thread: any.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <cstdint>
#include <functional>

#include "rtc/transport.hpp"

namespace codevoice::rtc {

enum class PathKind : std::uint8_t { Udp, Tcp };

struct Path {
  PathKind kind = PathKind::Udp;
  Endpoint remote;               // where the peer's packets come from (for TCP too)
  asio::ip::address local{};     // the address of ours they came to
  std::uint64_t connection = 0;  // TCP: which accepted connection, never reused; UDP: 0

  bool operator==(const Path&) const = default;
};

struct PathHash {
  std::size_t operator()(const Path& path) const noexcept;
};

/// A path by which a check can be sent before anything came back: the kernel chooses our address.
inline Path udp_path_to(const Endpoint& remote) {
  Path path;
  path.remote = remote;
  return path;
}

/// The address as the peer knows it: v4-mapped v6 becomes v4, anything else is left alone.
asio::ip::address unmapped(const asio::ip::address& address);
Endpoint unmapped(const Endpoint& endpoint);

}  // namespace codevoice::rtc
