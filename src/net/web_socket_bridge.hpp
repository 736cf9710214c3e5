// Serves a WebSocket of this thread on another one: the socket stays where it was accepted (a TLS session cannot move),
// its messages travel. For signalling: a few small messages a second.
// Ownership: the far end outlives the bridge in the hands of its user; it holds the socket weakly.
// Thread:    called on the socket's executor; `upgrade.serve` and all it does with the far end runs on `there`.
// Errors:    as WebSocket's. Overflow: a far side that leaves 1 MB unread loses the connection.
#pragma once

#include "net/web_server.hpp"

namespace codevoice::net {

/// The same upgrade, served on `there`.
Upgrade serve_elsewhere(Upgrade upgrade, asio::any_io_executor there);

}  // namespace codevoice::net
