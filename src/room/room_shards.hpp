// Which media thread a room lives on, and the way of a signalling request to it. One port serves all: its acceptor reads a
// request, looks into the token for the room, and the room's own thread verifies the token and answers.
// A WebSocket over plain TCP leaves for that thread with its descriptor; over TLS it stays and its messages travel
// (net/web_socket_bridge), because the state of a TLS session belongs to the thread that began it.
// Ownership: the parts of a shard outlive the handler. Thread: the handler on the acceptor's executor; all it reaches of a
// shard runs on that shard's. Errors: a request without a readable token goes to shard 0, which refuses it.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "net/web_server.hpp"

namespace codevoice::room {

/// The same for every process and version: run_bot, or a colleague reading logs, may rely on it.
std::size_t shard_of_room(std::string_view room, std::size_t shards);

/// The access token of a signalling request: its query, else its Authorization header. Empty: none.
std::string_view token_of(const net::Request& request);

struct SignallingShard {
  asio::any_io_executor executor;
  net::Handler answer;                                              // runs on `executor`
  std::function<void(std::shared_ptr<net::LooseConnection>)> take;  // any thread; not asked for of shard 0, the acceptor's own
};

enum class Signalling : std::uint8_t { Plain, Tls };

net::Handler route_signalling(std::vector<SignallingShard> shards, Signalling over);

}  // namespace codevoice::room
