#include "room/room_service_client.hpp"

#include "net/web_client.hpp"
#include "room/twirp.hpp"

namespace codevoice::room {
namespace {

using namespace std::chrono_literals;

constexpr auto kTokenLife = 60s;

std::string token_for(const ApiKey& key, const Grants& grants) {
  const auto now = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  Claims claims;
  claims.identity = "codevoice";
  claims.video = grants;
  claims.not_before = now - 5;
  claims.expires = now + std::chrono::seconds(kTokenLife).count();
  return sign_token(claims, key);
}

Grants admin_of(const std::string& room) {
  Grants grants;
  grants.room = room;
  grants.room_admin = true;
  return grants;
}

Grants creator() {
  Grants grants;
  grants.room_create = true;
  return grants;
}

template <class Answer>
Result<void> nothing_of(const Result<Answer>& answer) {
  if (!answer) return tl::unexpected(answer.error());
  return {};
}

}  // namespace

std::string http_url(std::string url) {
  if (url.starts_with("ws://") || url.starts_with("wss://")) url.replace(0, 2, "http");
  while (url.ends_with('/')) url.pop_back();
  return url;
}

Awaitable<Result<ServerKind>> find_server(std::string url, std::chrono::milliseconds deadline) {
  net::ClientRequest request;
  request.url = http_url(std::move(url)) + "/";
  request.timeout = deadline;
  const auto answer = co_await net::fetch(std::move(request));
  if (!answer) co_return tl::unexpected(answer.error());
  for (const auto& [name, value] : answer->headers) {
    if (name == "server" && value == kOurServerName) co_return ServerKind::CodeVoice;
  }
  // a LiveKit server says "OK" there; one behind a proxy may say no more than that it is well
  if (answer->status == 200) co_return ServerKind::LiveKit;
  co_return fail(ErrorKind::Protocol, "it answers " + std::to_string(answer->status) + " where a room server says OK");
}

Awaitable<Result<std::string>> RoomServiceClient::call(std::string method, Grants grants, std::string body) const {
  net::ClientRequest request;
  request.method = "POST";
  request.url = http_url(config_.url) + "/twirp/livekit.RoomService/" + method;
  request.headers = {{"Authorization", "Bearer " + token_for(config_.key, grants)}, {"Content-Type", std::string(twirp::kProtobuf)}};
  request.body = std::move(body);
  request.timeout = config_.deadline;
  auto answer = co_await net::fetch(std::move(request));
  if (!answer) co_return fail(method, answer.error());
  if (answer->status != 200) co_return fail(method, twirp::error_of(*answer));
  co_return std::move(answer->body);
}

template <class Answer, class Request>
Awaitable<Result<Answer>> RoomServiceClient::ask(std::string method, Grants grants, Request request) const {
  const auto body = co_await call(method, std::move(grants), request.SerializeAsString());
  if (!body) co_return tl::unexpected(body.error());
  Answer answer;
  if (!answer.ParseFromString(*body)) co_return fail(ErrorKind::Protocol, method + ": the answer is no message of LiveKit's");
  co_return answer;
}

Awaitable<Result<wire::Room>> RoomServiceClient::create_room(wire::CreateRoomRequest request) const {
  co_return co_await ask<wire::Room>("CreateRoom", creator(), std::move(request));
}

Awaitable<Result<std::vector<wire::Room>>> RoomServiceClient::list_rooms(std::vector<std::string> names) const {
  wire::ListRoomsRequest request;
  for (auto& name : names) request.add_names(std::move(name));
  Grants grants;
  grants.room_list = true;
  const auto answer = co_await ask<wire::ListRoomsResponse>("ListRooms", std::move(grants), std::move(request));
  if (!answer) co_return tl::unexpected(answer.error());
  co_return std::vector<wire::Room>(answer->rooms().begin(), answer->rooms().end());
}

Awaitable<Result<void>> RoomServiceClient::delete_room(std::string room) const {
  wire::DeleteRoomRequest request;
  request.set_room(room);
  const auto answer = co_await ask<wire::EmptyResponse>("DeleteRoom", creator(), std::move(request));
  co_return nothing_of(answer);
}

Awaitable<Result<std::vector<wire::ParticipantInfo>>> RoomServiceClient::list_participants(std::string room) const {
  wire::ListParticipantsRequest request;
  request.set_room(room);
  const auto answer = co_await ask<wire::ListParticipantsResponse>("ListParticipants", admin_of(room), std::move(request));
  if (!answer) co_return tl::unexpected(answer.error());
  co_return std::vector<wire::ParticipantInfo>(answer->participants().begin(), answer->participants().end());
}

Awaitable<Result<wire::ParticipantInfo>> RoomServiceClient::get_participant(std::string room, std::string identity) const {
  wire::RoomParticipantIdentity request;
  request.set_room(room);
  request.set_identity(std::move(identity));
  co_return co_await ask<wire::ParticipantInfo>("GetParticipant", admin_of(room), std::move(request));
}

Awaitable<Result<void>> RoomServiceClient::remove_participant(std::string room, std::string identity) const {
  wire::RoomParticipantIdentity request;
  request.set_room(room);
  request.set_identity(std::move(identity));
  const auto answer = co_await ask<wire::EmptyResponse>("RemoveParticipant", admin_of(room), std::move(request));
  co_return nothing_of(answer);
}

Awaitable<Result<void>> RoomServiceClient::mute_published_track(wire::MuteRoomTrackRequest request) const {
  auto grants = admin_of(request.room());
  const auto answer = co_await ask<wire::MuteRoomTrackResponse>("MutePublishedTrack", std::move(grants), std::move(request));
  co_return nothing_of(answer);
}

Awaitable<Result<wire::ParticipantInfo>> RoomServiceClient::update_participant(wire::UpdateParticipantRequest request) const {
  auto grants = admin_of(request.room());
  co_return co_await ask<wire::ParticipantInfo>("UpdateParticipant", std::move(grants), std::move(request));
}

Awaitable<Result<void>> RoomServiceClient::send_data(wire::SendDataRequest request) const {
  auto grants = admin_of(request.room());
  const auto answer = co_await ask<wire::EmptyResponse>("SendData", std::move(grants), std::move(request));
  co_return nothing_of(answer);
}

}  // namespace codevoice::room
