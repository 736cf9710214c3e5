#include "room/room_service.hpp"

#include <array>
#include <functional>

#include "base/log.hpp"
#include "base/loop_thread.hpp"
#include "room/room_service_client.hpp"
#include "room/room_shards.hpp"
#include "room/twirp.hpp"
#include "room/wire_json.hpp"

namespace codevoice::room {
namespace {

constexpr std::string_view kPrefix = "/twirp/livekit.RoomService/";
constexpr std::size_t kNonce = 16;  // bytes, where there is one

enum class Format : std::uint8_t { Json, Protobuf };

struct Service {
  std::vector<RoomServiceShard> shards;
  ApiKey key;
  Clock& clock;
};

net::Response refusal(const Error& error) {
  using twirp::Code;
  switch (error.kind) {
    case ErrorKind::NotFound: return twirp::error(Code::NotFound, error.message);
    case ErrorKind::Invalid: return twirp::error(Code::InvalidArgument, error.message);
    case ErrorKind::Conflict: return twirp::error(Code::FailedPrecondition, error.message);
    case ErrorKind::Denied: return twirp::error(Code::Unauthenticated, error.message);
    case ErrorKind::Protocol: return twirp::error(Code::Malformed, error.message);
    case ErrorKind::Unavailable: return twirp::error(Code::ResourceExhausted, error.message);
    default: return twirp::error(Code::Internal, error.message);
  }
}

template <class M>
net::Response answer_with(const M& message, Format format) {
  net::Response response;
  response.content_type = format == Format::Json ? twirp::kJson : twirp::kProtobuf;
  response.body = format == Format::Json ? wire::write_json(message) : message.SerializeAsString();
  response.headers = {{"Server", std::string(kOurServerName)}};
  return response;
}

template <class M>
net::Response answer_with(const Result<M>& message, Format format) {
  return message ? answer_with(*message, format) : refusal(message.error());
}

template <class M>
using JsonReader = Result<M> (*)(std::string_view);

template <class M>
Result<M> body_of(const net::Request& request, Format format, JsonReader<M> read_json) {
  if (format == Format::Json) {
    auto read = read_json(request.body);
    if (!read) return fail(ErrorKind::Protocol, std::move(read.error().message));
    return read;
  }
  M message;
  if (!message.ParseFromString(request.body)) return fail(ErrorKind::Protocol, "the body is no message of that kind");
  return message;
}

/// Runs `ask` where the room lives.
template <class Ask>
Awaitable<net::Response> ask_one(RoomServer& rooms, Ask ask) {
  co_return ask(rooms);
}

template <class Ask>
Awaitable<net::Response> at_room(const Service& service, std::string room, Ask ask) {
  const auto index = shard_of_room(room, service.shards.size());
  const auto& shard = service.shards[index];
  if (index == 0) co_return ask(*shard.rooms);
  co_return co_await run_on(shard.executor, ask_one(*shard.rooms, std::move(ask)));
}

Result<void> may_administer(const Claims& claims, const std::string& room) {
  if (claims.video.room_admin && claims.video.room == room) return {};
  return fail(ErrorKind::Denied, "permissions denied");
}

Result<void> allowed_if(bool granted) {
  if (granted) return {};
  return fail(ErrorKind::Denied, "permissions denied");
}

Awaitable<net::Response> create_room(const Service& service, Claims claims, net::Request request, Format format) {
  const auto wanted = body_of<wire::CreateRoomRequest>(request, format, wire::read_create_room);
  if (!wanted) co_return refusal(wanted.error());
  if (const auto may = allowed_if(claims.video.room_create); !may) co_return refusal(may.error());
  const auto make = [wanted = *wanted, format](RoomServer& rooms) { return answer_with(rooms.create_room(wanted), format); };
  co_return co_await at_room(service, wanted->name(), make);
}

Awaitable<std::vector<wire::Room>> rooms_of(RoomServer& rooms, wire::ListRoomsRequest request) { co_return rooms.list_rooms(request); }

Awaitable<net::Response> list_rooms(const Service& service, Claims claims, net::Request request, Format format) {
  const auto wanted = body_of<wire::ListRoomsRequest>(request, format, wire::read_list_rooms);
  if (!wanted) co_return refusal(wanted.error());
  if (const auto may = allowed_if(claims.video.room_list); !may) co_return refusal(may.error());
  wire::ListRoomsResponse all;
  for (std::size_t i = 0; i < service.shards.size(); ++i) {
    const auto& shard = service.shards[i];
    auto asked = i == 0 ? rooms_of(*shard.rooms, *wanted) : run_on(shard.executor, rooms_of(*shard.rooms, *wanted));
    auto rooms = co_await std::move(asked);
    for (auto& room : rooms) *all.add_rooms() = std::move(room);
  }
  co_return answer_with(all, format);
}

Awaitable<net::Response> delete_room(const Service& service, Claims claims, net::Request request, Format format) {
  const auto wanted = body_of<wire::DeleteRoomRequest>(request, format, wire::read_delete_room);
  if (!wanted) co_return refusal(wanted.error());
  if (const auto may = allowed_if(claims.video.room_create); !may) co_return refusal(may.error());
  const auto remove = [name = wanted->room(), format](RoomServer& rooms) {
    if (!rooms.delete_room(name)) return twirp::error(twirp::Code::NotFound, "requested room does not exist");
    return answer_with(wire::EmptyResponse(), format);
  };
  co_return co_await at_room(service, wanted->room(), remove);
}

/// Of a method that concerns one room: `act` runs at it, once the token has been found to allow it.
template <class M, class Act>
Awaitable<net::Response> administer(const Service& service, Claims claims, Result<M> wanted, Act act) {
  if (!wanted) co_return refusal(wanted.error());
  if (const auto may = may_administer(claims, wanted->room()); !may) co_return refusal(may.error());
  auto at_it = [request = *wanted, act = std::move(act)](RoomServer& rooms) { return act(rooms, request); };
  co_return co_await at_room(service, wanted->room(), std::move(at_it));
}

Awaitable<net::Response> list_participants(const Service& service, Claims claims, net::Request request, Format format) {
  auto wanted = body_of<wire::ListParticipantsRequest>(request, format, wire::read_list_participants);
  const auto act = [format](RoomServer& rooms, const wire::ListParticipantsRequest& asked) {
    wire::ListParticipantsResponse all;
    for (auto& who : rooms.list_participants(asked.room())) *all.add_participants() = std::move(who);
    return answer_with(all, format);
  };
  co_return co_await administer(service, std::move(claims), std::move(wanted), act);
}

Awaitable<net::Response> get_participant(const Service& service, Claims claims, net::Request request, Format format) {
  auto wanted = body_of<wire::RoomParticipantIdentity>(request, format, wire::read_participant_identity);
  const auto act = [format](RoomServer& rooms, const wire::RoomParticipantIdentity& asked) {
    return answer_with(rooms.get_participant(asked.room(), asked.identity()), format);
  };
  co_return co_await administer(service, std::move(claims), std::move(wanted), act);
}

Awaitable<net::Response> remove_participant(const Service& service, Claims claims, net::Request request, Format format) {
  auto wanted = body_of<wire::RoomParticipantIdentity>(request, format, wire::read_participant_identity);
  const auto act = [format](RoomServer& rooms, const wire::RoomParticipantIdentity& asked) {
    const bool was_there = rooms.remove_participant(asked.room(), asked.identity(), LeaveReason::ParticipantRemoved);
    return was_there ? answer_with(wire::EmptyResponse(), format) : twirp::error(twirp::Code::NotFound, "participant not found");
  };
  co_return co_await administer(service, std::move(claims), std::move(wanted), act);
}

Awaitable<net::Response> mute_track(const Service& service, Claims claims, net::Request request, Format format) {
  auto wanted = body_of<wire::MuteRoomTrackRequest>(request, format, wire::read_mute_track);
  const auto act = [format](RoomServer& rooms, const wire::MuteRoomTrackRequest& asked) {
    const auto room = rooms.room_of(asked.room());
    if (!room) return refusal(room.error());
    const auto track = (*room)->mute_track(asked.identity(), asked.track_sid(), asked.muted());
    if (!track) return refusal(track.error());
    wire::MuteRoomTrackResponse muted;
    *muted.mutable_track() = *track;
    return answer_with(muted, format);
  };
  co_return co_await administer(service, std::move(claims), std::move(wanted), act);
}

Awaitable<net::Response> update_participant(const Service& service, Claims claims, net::Request request, Format format) {
  auto wanted = body_of<wire::UpdateParticipantRequest>(request, format, wire::read_update_participant);
  const auto act = [format](RoomServer& rooms, const wire::UpdateParticipantRequest& asked) {
    const auto room = rooms.room_of(asked.room());
    return room ? answer_with((*room)->update_participant(asked), format) : refusal(room.error());
  };
  co_return co_await administer(service, std::move(claims), std::move(wanted), act);
}

Awaitable<net::Response> update_room_metadata(const Service& service, Claims claims, net::Request request, Format format) {
  auto wanted = body_of<wire::UpdateRoomMetadataRequest>(request, format, wire::read_update_room_metadata);
  const auto act = [format](RoomServer& rooms, const wire::UpdateRoomMetadataRequest& asked) {
    const auto room = rooms.room_of(asked.room());
    if (!room) return refusal(room.error());
    if (asked.metadata().size() > (*room)->limits().max_metadata) {
      return twirp::error(twirp::Code::InvalidArgument, "metadata size exceeds limits");
    }
    (*room)->set_metadata(asked.metadata());
    return answer_with((*room)->info(), format);
  };
  co_return co_await administer(service, std::move(claims), std::move(wanted), act);
}

Awaitable<net::Response> send_data(const Service& service, Claims claims, net::Request request, Format format) {
  auto wanted = body_of<wire::SendDataRequest>(request, format, wire::read_send_data);
  const auto act = [format](RoomServer& rooms, const wire::SendDataRequest& asked) {
    if (!asked.nonce().empty() && asked.nonce().size() != kNonce) {
      return twirp::error(twirp::Code::InvalidArgument, "nonce should be 16 bytes or not present");
    }
    if (asked.data().size() > wire::kMaxDataPacket) return twirp::error(twirp::Code::InvalidArgument, "too much data for one packet");
    const auto room = rooms.room_of(asked.room());
    if (!room) return refusal(room.error());
    (*room)->send_user_data(asked);
    return answer_with(wire::EmptyResponse(), format);
  };
  co_return co_await administer(service, std::move(claims), std::move(wanted), act);
}

using Method = Awaitable<net::Response> (*)(const Service&, Claims, net::Request, Format);
constexpr std::array<std::pair<std::string_view, Method>, 10> kMethods{{{"CreateRoom", create_room},
                                                                        {"ListRooms", list_rooms},
                                                                        {"DeleteRoom", delete_room},
                                                                        {"ListParticipants", list_participants},
                                                                        {"GetParticipant", get_participant},
                                                                        {"RemoveParticipant", remove_participant},
                                                                        {"MutePublishedTrack", mute_track},
                                                                        {"UpdateParticipant", update_participant},
                                                                        {"UpdateRoomMetadata", update_room_metadata},
                                                                        {"SendData", send_data}}};
constexpr std::array<std::string_view, 4> kNotOurs{"UpdateSubscriptions", "ForwardParticipant", "MoveParticipant", "PerformRpc"};

std::optional<Format> format_of(const net::Request& request) {
  auto type = request.header("content-type").value_or("");
  type = type.substr(0, type.find(';'));
  while (type.ends_with(' ')) type.remove_suffix(1);
  if (type == twirp::kJson) return Format::Json;
  if (type == twirp::kProtobuf) return Format::Protobuf;
  return std::nullopt;
}

Awaitable<net::Response> answer(std::shared_ptr<const Service> service, net::Request request) {
  using twirp::Code;
  if (!request.path.starts_with(kPrefix)) co_return twirp::error(Code::BadRoute, "no such service: livekit.RoomService is the one here");
  const auto name = std::string_view(request.path).substr(kPrefix.size());
  if (request.method != "POST") co_return twirp::error(Code::BadRoute, "POST is wanted");
  if (std::find(kNotOurs.begin(), kNotOurs.end(), name) != kNotOurs.end()) {
    co_return twirp::error(Code::Unimplemented, "the embedded room server has no such call");
  }
  const auto method = std::find_if(kMethods.begin(), kMethods.end(), [&](const auto& row) { return row.first == name; });
  if (method == kMethods.end()) co_return twirp::error(Code::BadRoute, "no such method");
  const auto format = format_of(request);
  if (!format) co_return twirp::error(Code::BadRoute, "unexpected Content-Type: application/json or application/protobuf is wanted");
  auto claims = verify_token(token_of(request), service->key, service->clock.wall_us() / 1'000'000);
  if (!claims) co_return twirp::error(Code::Unauthenticated, claims.error().message);
  const auto call = method->second;
  co_return co_await call(*service, std::move(*claims), std::move(request), *format);
}

Awaitable<net::Reply> reply(std::shared_ptr<const Service> service, net::Request request) {
  net::Reply answered = co_await answer(std::move(service), std::move(request));
  co_return answered;
}

}  // namespace

net::Handler make_room_service(std::vector<RoomServiceShard> shards, ApiKey key, Clock& clock) {
  const auto service = std::make_shared<const Service>(Service{std::move(shards), std::move(key), clock});
  return [service](net::Request request) { return reply(service, std::move(request)); };
}

}  // namespace codevoice::room
