// LiveKit's room messages as JSON, both ways, as its servers and server SDKs write them: Twirp bodies and webhooks.
// Reading accepts snake_case and camelCase names, 64-bit numbers as text, enums by name or number, and ignores fields it does
// not know; a value of the wrong type is refused.
// Thread: pure. Errors: Invalid, in words that may be shown to who sent it; nothing throws. Source: protobuf's JSON mapping.
#pragma once

#include "room/wire_livekit.hpp"

namespace codevoice::room::wire {

inline constexpr std::size_t kMaxJson = 1024 * 1024;  // bytes

Result<CreateRoomRequest> read_create_room(std::string_view text);
Result<ListRoomsRequest> read_list_rooms(std::string_view text);
Result<DeleteRoomRequest> read_delete_room(std::string_view text);
Result<ListParticipantsRequest> read_list_participants(std::string_view text);
Result<RoomParticipantIdentity> read_participant_identity(std::string_view text);
Result<MuteRoomTrackRequest> read_mute_track(std::string_view text);
Result<UpdateParticipantRequest> read_update_participant(std::string_view text);
Result<SendDataRequest> read_send_data(std::string_view text);
Result<UpdateRoomMetadataRequest> read_update_room_metadata(std::string_view text);
Result<WebhookEvent> read_webhook_event(std::string_view text);

/// Proto: snake_case with every field, as a LiveKit server answers. Camel: camelCase, set fields only, as its webhooks are.
enum class JsonStyle : std::uint8_t { Proto, Camel };
std::string write_json(const Room& room, JsonStyle style = JsonStyle::Proto);
std::string write_json(const ListRoomsResponse& rooms);
std::string write_json(const ParticipantInfo& who, JsonStyle style = JsonStyle::Proto);
std::string write_json(const ListParticipantsResponse& participants);
std::string write_json(const MuteRoomTrackResponse& muted);
std::string write_json(const EmptyResponse& nothing);
std::string write_json(const WebhookEvent& event);

}  // namespace codevoice::room::wire
