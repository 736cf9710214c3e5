// A participant of any LiveKit-compatible server, joined by URL and token: what run_bot and the synthetic candidate use.
// A cut WebSocket is resumed, a lost media path is rejoined in full, both unseen by the listener; refresh tokens are kept for that.
// Ownership: the hub, clock and listener outlive the link. Thread: the hub's executor.
// Errors:    Denied (token refused: the server's words), Unavailable, Timeout, Protocol.
#pragma once

#include "room/room_link.hpp"
#include "rtc/transport.hpp"

namespace codevoice::room {

struct RoomClientConfig {
  std::string url;  // ws://host:7880, wss://host, http(s) are taken as ws(s)
  std::string token;
  TimePoint zero{};  // media time 0 of RemoteAudioFrame::captured
  std::chrono::milliseconds connect_timeout{15'000};
  std::chrono::milliseconds reconnect_limit{60'000};  // then on_disconnected
};

Awaitable<Result<std::unique_ptr<RoomLink>>> connect_room(rtc::TransportHub& hub, RoomClientConfig config, RoomListener& listener, Clock& clock);

/// The WebSocket URL of the join endpoint. Errors: Invalid for what is no server URL.
Result<std::string> join_url(std::string_view server_url);

}  // namespace codevoice::room
