// The shard's sockets: UDP (and ICE-TCP passive), each packet handed to the peer it belongs to.
// STUN requests go by the ufrag of ours in USERNAME, everything else by the path (5-tuple) it came by.
// Ownership: whoever composes transports owns it; sinks are held weakly. A controlling agent needs a mux of its own
//            (port 0): two agents on one port toward one server would share a 5-tuple.
// Thread:    one single-threaded executor; every call and callback on it.
// Errors:    create() says which address could not be bound; after that bad packets are dropped and counted by reason.
// Sources:   RFC 7983 (demultiplexing), RFC 6544 and RFC 4571 (ICE-TCP).
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "rtc/packet_path.hpp"
#include "rtc/packet_sink.hpp"
#include "rtc/shard_hub.hpp"
#include "rtc/transport.hpp"

namespace codevoice::rtc {

class PacketMux {
  class Core;

 public:
  static Result<std::unique_ptr<PacketMux>> create(asio::any_io_executor executor, const HubConfig& config, ShardPlace place = {});
  explicit PacketMux(std::shared_ptr<Core> core);  // use create()
  ~PacketMux();                                    // as close()
  PacketMux(const PacketMux&) = delete;
  PacketMux& operator=(const PacketMux&) = delete;

  /// Checks whose USERNAME begins with "ufrag:" go to `sink`. Several ufrags may lead to one sink (ICE restart).
  void register_ufrag(std::string ufrag, std::weak_ptr<PacketSink> sink);
  void unregister_ufrag(std::string_view ufrag);

  /// Packets of `path` go to `sink`, also when `path.local` is unspecified and they came to any address of ours.
  /// For lite: bind once a check on it has passed. For controlling: bind each candidate before checking it.
  /// A bound TCP path counts as checked: its connection is kept.
  void bind_path(const Path& path, std::weak_ptr<PacketSink> sink);
  /// Late packets from it are dropped quietly for a while; a TCP connection is closed.
  void unbind_path(const Path& path);

  /// Back over the socket or connection the path names. Dropped and counted when that is full or gone; never waits.
  void send(const Path& path, ByteView bytes);

  /// What to advertise: the operator's list, the bound address, or every usable interface of a wildcard bind.
  std::vector<Candidate> local_candidates() const;
  /// True when there is a socket of that address family.
  bool reaches(const asio::ip::address& address) const;
  std::uint16_t udp_port() const;
  std::uint16_t tcp_port() const;  // 0: no ICE-TCP
  DropCounts drops() const;

  /// Takes over a connection accepted elsewhere, of which `already_read` bytes were read (whole and partial frames).
  /// The socket belongs to this mux's executor.
  void adopt_tcp(asio::ip::tcp::socket socket, ByteView already_read);

  /// Closes the sockets and every connection; no callback follows.
  void close();

 private:
  std::shared_ptr<Core> core_;  // shared with handlers the kernel still owes us, which hold it weakly
};

}  // namespace codevoice::rtc
