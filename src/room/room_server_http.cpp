// The HTTP side of the room server: who may in, and the upgrade.
// untested: through room_server_test.cpp
#include "room/room_server.hpp"
#include "room/room_service_client.hpp"
#include "room/room_shards.hpp"

namespace codevoice::room {
namespace {

constexpr std::size_t kLongestName = 128;

net::Response plain(unsigned status, std::string words) {
  net::Response response;
  response.status = status;
  response.body = std::move(words);
  // the client's validate request comes from another origin
  response.headers = {{"Access-Control-Allow-Origin", "*"}, {"Access-Control-Allow-Headers", "*"}, {"Server", std::string(kOurServerName)}};
  return response;
}

unsigned status_of(const Error& error) {
  switch (error.kind) {
    case ErrorKind::Denied: return 401;
    case ErrorKind::Invalid: return 400;
    case ErrorKind::Conflict: return 403;
    default: return 503;
  }
}

}  // namespace

net::Reply RoomServer::refuse(unsigned status, std::string words) const { return plain(status, std::move(words)); }

Result<Claims> RoomServer::authorize(const net::Request& request) const {
  auto claims = verify_token(token_of(request), config_.key, clock_.wall_us() / 1'000'000);
  if (!claims) return claims;
  if (!claims->video.room_join || claims->video.room.empty()) return fail(ErrorKind::Denied, "the token does not allow joining a room");
  if (claims->identity.empty()) return fail(ErrorKind::Denied, "the token names no participant");
  if (claims->video.room.size() > kLongestName || claims->identity.size() > kLongestName)
    return fail(ErrorKind::Denied, "the token's names are too long");
  return claims;
}

Result<void> RoomServer::admit(const Claims& claims) {
  if (closing_) return fail(ErrorKind::Unavailable, "the server is shutting down");
  if (may_join) {
    if (auto refused = may_join(claims)) return tl::unexpected(std::move(*refused));
  }
  auto* room = find(claims.video.room);
  if (room == nullptr && rooms_.size() >= config_.max_rooms) return fail(ErrorKind::Conflict, "room full: the server has no more rooms");
  const bool comes_back = room != nullptr && room->by_identity(claims.identity) != nullptr;
  if (room != nullptr && room->full() && !comes_back) {
    return fail(ErrorKind::Conflict,
                "room full: " + std::to_string(room->size()) + " of " + std::to_string(room->limits().max_participants) + " participants are here");
  }
  return {};
}

Awaitable<net::Reply> RoomServer::answer(net::Request request) {
  if (request.method == "OPTIONS" || request.path == "/" || request.path.empty()) co_return plain(200, "OK");
  const bool v1 = request.path == "/rtc/v1" || request.path == "/rtc/v1/validate";
  const bool old = request.path == "/rtc" || request.path == "/rtc/validate";
  if (!v1 && !old) co_return refuse(404, "not found");
  auto claims = authorize(request);
  if (!claims) co_return refuse(status_of(claims.error()), claims.error().message);
  if (old) co_return refuse(404, "not found: this server speaks /rtc/v1 only");
  const auto admitted = admit(*claims);
  if (!admitted) co_return refuse(status_of(admitted.error()), admitted.error().message);
  if (request.path == "/rtc/v1/validate") co_return plain(200, "success");
  if (!request.wants_websocket) co_return refuse(400, "a WebSocket is wanted here");
  auto join = wire::unwrap_join_request(request.query_value("join_request").value_or(""));
  if (!join) co_return refuse(400, join.error().message);
  net::Upgrade upgrade;
  upgrade.limits.max_message = wire::kMaxSignalMessage;
  upgrade.serve = [this, claims = *claims, join = *join](std::shared_ptr<net::WebSocket> socket) { return serve(std::move(socket), claims, join); };
  co_return upgrade;
}

net::Handler RoomServer::signalling_handler() {
  return [this](net::Request request) { return answer(std::move(request)); };
}

}  // namespace codevoice::room
