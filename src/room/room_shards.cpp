#include "room/room_shards.hpp"

#include "base/loop_thread.hpp"
#include "net/web_socket_bridge.hpp"
#include "room/token.hpp"

namespace codevoice::room {
namespace {

struct Router {
  std::vector<SignallingShard> shards;
  Signalling over;
};

std::size_t shard_of(const Router& router, const net::Request& request) {
  const bool joins = request.path == "/rtc" || request.path.starts_with("/rtc/");
  const auto claims = joins ? read_unverified(token_of(request)) : std::nullopt;
  return claims ? shard_of_room(claims->video.room, router.shards.size()) : 0;
}

/// On the shard: the handler is called there too, not only run.
Awaitable<net::Reply> ask(const net::Handler& handler, net::Request request) {
  net::Reply reply = co_await handler(std::move(request));
  co_return reply;
}

Awaitable<net::Reply> route(std::shared_ptr<const Router> router, net::Request request) {
  const auto index = shard_of(*router, request);
  const auto& shard = router->shards[index];
  if (index == 0) {
    net::Reply reply = co_await shard.answer(std::move(request));
    co_return reply;
  }
  if (request.wants_websocket && router->over == Signalling::Plain) {
    net::HandOver leaves;
    leaves.take = shard.take;
    co_return leaves;
  }
  net::Reply reply = co_await run_on(shard.executor, ask(shard.answer, std::move(request)));
  if (auto* upgrade = std::get_if<net::Upgrade>(&reply)) co_return net::serve_elsewhere(std::move(*upgrade), shard.executor);
  co_return reply;
}

}  // namespace

// FNV-1a, 64 bits: std::hash may differ from one library to the next
std::size_t shard_of_room(std::string_view room, std::size_t shards) {
  std::uint64_t hash = 14'695'981'039'346'656'037U;
  for (const char letter : room) {
    hash ^= static_cast<unsigned char>(letter);
    hash *= 1'099'511'628'211U;
  }
  return shards == 0 ? 0 : static_cast<std::size_t>((hash ^ hash >> 32U) % shards);
}

std::string_view token_of(const net::Request& request) {
  if (const auto token = request.query_value("access_token")) return *token;
  auto header = request.header("authorization").value_or("");
  if (header.starts_with("Bearer ") || header.starts_with("bearer ")) header.remove_prefix(7);
  return header;
}

net::Handler route_signalling(std::vector<SignallingShard> shards, Signalling over) {
  const auto router = std::make_shared<const Router>(Router{std::move(shards), over});
  return [router](net::Request request) { return route(router, std::move(request)); };
}

}  // namespace codevoice::room
