// What all connections of a process to Deepgram have in common: address, key, models, and whether the service is to be asked at all.
// Ownership: shared by its engines and their streams; the clock outlives it. Thread: any, except that `connect` runs on its caller's.
// Errors:    the key is never part of a message.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "base/circuit_breaker.hpp"
#include "net/web_client.hpp"

namespace codevoice::speech {

using ConnectWebSocket = std::function<Awaitable<tl::expected<std::shared_ptr<net::WebSocket>, net::ConnectFailure>>(net::WebSocketRequest)>;

struct DeepgramConfig {
  std::string url = "wss://api.deepgram.com";  // ws, wss, http or https
  std::string key;
  std::string model = "nova-3";
  std::string flux_model = "flux-general-en";
  std::string language = "en";
  std::string voice = "aura-helios-en";
};

struct DeepgramAccount {
  DeepgramAccount(DeepgramConfig given, Clock& given_clock, ConnectWebSocket given_connect = net::connect_websocket)
      : config(std::move(given)), clock(given_clock), connect(std::move(given_connect)) {}

  /// For a path such as "/v1/listen?model=nova-3": wss:// or ws://.
  std::string socket_url(const std::string& target) const;
  /// The same for requests: https:// or http://.
  std::string request_url(const std::string& target) const;
  std::vector<std::pair<std::string, std::string>> headers() const { return {{"Authorization", "Token " + config.key}}; }
  /// 401, 402 and 403 end it for the whole process, with one line that names the setting. True when it was one of them.
  bool refuse(unsigned status);

  const DeepgramConfig config;
  Clock& clock;
  const ConnectWebSocket connect;
  CircuitBreaker listening{"Deepgram speech recognition"};
  CircuitBreaker speaking{"Deepgram voice"};
  std::atomic<bool> configurable{true};  // keyterms may be changed on an open connection
};

}  // namespace codevoice::speech
