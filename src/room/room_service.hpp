// RoomService for the embedded rooms of all media threads: what LiveKit's server SDKs call, POST /twirp/livekit.RoomService/Method,
// JSON or protobuf. A token's grants decide exactly: roomCreate to make and delete rooms, roomList to list them, roomAdmin for
// the room it names for all else.
// Ownership: clock and the shards' room servers outlive the handler. Thread: the handler on the acceptor's executor; what it asks
// of a shard runs on that shard's.
// Errors:    Twirp's: unauthenticated, not_found, invalid_argument, malformed, bad_route, failed_precondition, unimplemented.
#pragma once

#include "room/room_server.hpp"

namespace codevoice::room {

struct RoomServiceShard {
  asio::any_io_executor executor;
  RoomServer* rooms = nullptr;
};

/// The first shard is the acceptor's own. A room is asked for where shard_of_room() puts it.
net::Handler make_room_service(std::vector<RoomServiceShard> shards, ApiKey key, Clock& clock);

}  // namespace codevoice::room
