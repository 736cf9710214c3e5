// Asks a LiveKit server (or another CodeVoice) about its rooms: RoomService over Twirp, signed with our API key.
// Ownership: values; a client may be copied. Thread: the awaiting coroutine's executor.
// Errors:    Denied (the key, or what it may do), NotFound, Conflict, Invalid, Timeout, Unavailable, Protocol; each names the call
//            and has the server's words.
#pragma once

#include <vector>

#include "base/asio.hpp"
#include "room/token.hpp"
#include "room/wire_livekit.hpp"

namespace codevoice::room {

struct RoomServiceConfig {
  std::string url;  // ws(s):// or http(s)://, as LIVEKIT_API_URL
  ApiKey key;
  std::chrono::milliseconds deadline{5'000};  // of one call
};

class RoomServiceClient {
 public:
  explicit RoomServiceClient(RoomServiceConfig config) : config_(std::move(config)) {}

  /// The room is there afterwards, with these limits; one that exists already is no error.
  Awaitable<Result<wire::Room>> create_room(wire::CreateRoomRequest request) const;
  /// All rooms, or those of these names that exist.
  Awaitable<Result<std::vector<wire::Room>>> list_rooms(std::vector<std::string> names = {}) const;
  Awaitable<Result<void>> delete_room(std::string room) const;
  Awaitable<Result<std::vector<wire::ParticipantInfo>>> list_participants(std::string room) const;
  Awaitable<Result<wire::ParticipantInfo>> get_participant(std::string room, std::string identity) const;
  Awaitable<Result<void>> remove_participant(std::string room, std::string identity) const;
  Awaitable<Result<void>> mute_published_track(wire::MuteRoomTrackRequest request) const;
  Awaitable<Result<wire::ParticipantInfo>> update_participant(wire::UpdateParticipantRequest request) const;
  Awaitable<Result<void>> send_data(wire::SendDataRequest request) const;

 private:
  Awaitable<Result<std::string>> call(std::string method, Grants grants, std::string body) const;
  template <class Answer, class Request>
  Awaitable<Result<Answer>> ask(std::string method, Grants grants, Request request) const;

  RoomServiceConfig config_;
};

/// The Server header of CodeVoice's own answers.
inline constexpr std::string_view kOurServerName = "codevoice";
enum class ServerKind : std::uint8_t { CodeVoice, LiveKit };

/// Who answers at a server URL. Errors: Unavailable or Timeout when nobody does, Protocol for what is no room server.
Awaitable<Result<ServerKind>> find_server(std::string url, std::chrono::milliseconds deadline);

/// http(s)://host:port[/prefix] of a server URL, without a slash at the end.
std::string http_url(std::string url);

}  // namespace codevoice::room
