// Outgoing HTTP requests and WebSockets, ws/http and wss/https (certificates verified).
// Thread: the awaiting coroutine's executor. Errors: Unavailable (refused, unreachable, TLS), Timeout, Protocol, Denied (401/403).
#pragma once

#include "net/web_server.hpp"

namespace codevoice::net {

struct ClientRequest {
  std::string method = "GET";
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::chrono::milliseconds timeout{10'000};
};

Awaitable<Result<Response>> fetch(ClientRequest request);

struct WebSocketRequest {
  std::string url;  // ws:// or wss://
  std::vector<std::pair<std::string, std::string>> headers;
  std::chrono::milliseconds timeout{10'000};
  WebSocketLimits limits;
};

/// A failed upgrade carries the HTTP status and the body's first line in the message: "401: token expired".
struct ConnectFailure {
  Error error;
  unsigned http_status = 0;  // 0: no HTTP answer came
};
Awaitable<tl::expected<std::shared_ptr<WebSocket>, ConnectFailure>> connect_websocket(WebSocketRequest request);

}  // namespace codevoice::net
