// The pages of port 8000: the test room, health, and the room's signalling on the same port for use behind one proxy.
// Thread: the web server's executor. Errors: 404 and 405 in plain words.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "net/web_server.hpp"

namespace codevoice::http {

struct SiteConfig {
  std::uint16_t rtc_port = 7880;
  /// Gives a token for the test room's candidate; asked only for a visitor on this machine, and only while development mode is on.
  std::function<std::string()> fresh_token;
  std::string room_url;      // of the LiveKit server in use; empty: the embedded room at rtc_port
  net::Handler webhook;      // takes POST /livekit/webhook; empty where no LiveKit server is in use
  net::Handler signalling;   // answers /rtc…; empty when the room is another server
  net::Handler api;          // answers /api…; empty: none
  net::Handler live;         // answers /ws/interviews/…; empty: none
  bool interviewer = false;  // there is one in this process: /healthz says so
};

net::Handler make_site(SiteConfig config);

/// Who may read /metrics.
enum class MetricsAccess : std::uint8_t {
  ThisMachine,  // a request from a loopback address, to a loopback name, that no proxy passed on
  Anyone,       // who reaches the port: it was opened for this
};
/// A port for /metrics alone.
net::Handler make_metrics_site(MetricsAccess access);

}  // namespace codevoice::http
