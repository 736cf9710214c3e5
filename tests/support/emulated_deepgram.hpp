// The Deepgram emulator in the test's own process and virtual time: connections without a network.
// Ownership: outlives the clients that connect to it. Thread: the test's io_context.
#pragma once

#include <boost/asio/io_context.hpp>

#include "base/task_group.hpp"
#include "emulators/deepgram_emulator.hpp"
#include "net/url.hpp"
#include "speech/deepgram_account.hpp"
#include "support/fake_clock.hpp"
#include "support/web_socket_pair.hpp"

namespace codevoice::test {

class EmulatedDeepgram {
 public:
  EmulatedDeepgram(asio::io_context& loop, FakeClock& clock, emulators::DeepgramConfig config)
      : executor_(loop.get_executor()), faults_(clock), emulator_(clock, faults_, std::move(config)), tasks_(executor_, "emulator") {}

  emulators::Faults& faults() { return faults_; }
  emulators::DeepgramShared& shared() { return emulator_.shared(); }
  std::vector<std::string> targets;  // of the connections asked for

  speech::ConnectWebSocket connector() {
    return [this](net::WebSocketRequest request) { return connect(std::move(request)); };
  }
  static net::Request parse(const std::string& target) {
    net::Request request;
    request.method = "GET";
    request.path = target.substr(0, target.find('?'));
    request.wants_websocket = true;
    for (auto rest = target.substr(std::min(target.find('?') + 1, target.size())); !rest.empty();) {
      const auto pair = rest.substr(0, rest.find('&'));
      rest.erase(0, std::min(pair.size() + 1, rest.size()));
      request.query.emplace_back(pair.substr(0, pair.find('=')), pair.substr(std::min(pair.find('=') + 1, pair.size())));
    }
    return request;
  }

 private:
  using Connected = tl::expected<std::shared_ptr<net::WebSocket>, net::ConnectFailure>;

  Awaitable<Connected> connect(net::WebSocketRequest asked) {
    const auto url = net::parse_url(asked.url);
    targets.push_back(url->target);
    auto request = parse(url->target);
    for (const auto& [name, value] : asked.headers) request.headers.emplace_back(name == "Authorization" ? "authorization" : name, value);
    auto reply = co_await emulator_.answer(std::move(request));
    if (const auto* refused = std::get_if<net::Response>(&reply)) {
      net::ConnectFailure failure;
      failure.http_status = refused->status;
      failure.error = Error{ErrorKind::Unavailable, std::to_string(refused->status) + ": " + refused->body};
      co_return tl::unexpected<net::ConnectFailure>(failure);
    }
    const auto ends = PairedWebSocket::make(executor_);
    tasks_.spawn("serve", serve(std::get<net::Upgrade>(std::move(reply)), ends.second));
    co_return ends.first;
  }
  static Awaitable<void> serve(net::Upgrade upgrade, std::shared_ptr<net::WebSocket> socket) { co_await upgrade.serve(std::move(socket)); }

  asio::any_io_executor executor_;
  emulators::Faults faults_;
  emulators::DeepgramEmulator emulator_;
  TaskGroup tasks_;
};

}  // namespace codevoice::test
