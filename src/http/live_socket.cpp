// untested: through live_hub_test.cpp, api_test.cpp and tests/e2e/api.test.mjs
#include "http/live_socket.hpp"

#include <charconv>

namespace codevoice::http {
namespace {

constexpr std::string_view kPrefix = "/ws/interviews/";

Awaitable<void> serve(LiveHub& hub, std::string interview, std::uint64_t last_id, std::shared_ptr<net::WebSocket> socket) {
  const auto watcher = std::make_shared<LiveHub::Watcher>();
  watcher->executor = co_await asio::this_coro::executor;
  watcher->take = [weak = std::weak_ptr(socket)](std::string text) {
    if (const auto open = weak.lock()) open->send(net::MessageKind::Text, std::move(text));
  };
  hub.watch(interview, last_id, watcher);
  for (;;) {  // nothing is expected of a watcher but to go
    const auto message = co_await socket->receive();
    if (!message) break;
  }
}

Awaitable<net::Reply> answer(Api& api, LiveHub& hub, net::Request request) {
  const auto interview = request.path.substr(std::min(kPrefix.size(), request.path.size()));
  const bool wants_socket = request.wants_websocket;
  std::uint64_t last_id = 0;
  if (const auto text = request.query_value("last_event_id")) {
    const auto [end, code] = std::from_chars(text->data(), text->data() + text->size(), last_id);
    if (code != std::errc() || end != text->data() + text->size()) co_return to_response(invalid({{"?last_event_id", "must be a number"}}));
  }
  const auto refused = co_await api.refuses_watching(std::move(request), interview);
  if (refused) co_return to_response(*refused);
  if (!wants_socket) {
    co_return to_response(Problem{426, "upgrade_required", "this is a WebSocket", {}, {{"Upgrade", "websocket"}}});
  }
  net::Upgrade upgrade;
  upgrade.limits.max_message = 4096;
  upgrade.limits.max_queued = 256 * 1024;
  upgrade.serve = [&hub, interview, last_id](std::shared_ptr<net::WebSocket> socket) { return serve(hub, interview, last_id, std::move(socket)); };
  co_return upgrade;
}

}  // namespace

bool is_live_path(std::string_view path) { return path.starts_with(kPrefix); }

net::Handler make_live_socket(Api& api, LiveHub& hub) {
  return [&api, &hub](net::Request request) { return answer(api, hub, std::move(request)); };
}

}  // namespace codevoice::http
