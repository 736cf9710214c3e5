// Delivers webhooks: each event to each URL, in the order it happened, tried again with growing pauses while a URL fails.
// A URL that stays down loses its oldest events first; the next one delivered says how many (num_dropped).
// Ownership: clock outlives it; close() before it goes. Thread: its executor; send() is to be posted there.
// Errors:    none leave it: what is given up is logged, and counted.
#pragma once

#include <functional>
#include <list>
#include <memory>

#include "base/clock.hpp"
#include "base/task_group.hpp"
#include "net/web_client.hpp"
#include "room/token.hpp"
#include "room/wire_livekit.hpp"

namespace codevoice::room {

struct WebhookSenderConfig {
  std::vector<std::string> urls;
  ApiKey key;
  std::size_t most_queued = 1000;  // events of one URL
  std::chrono::milliseconds deadline{5'000};
  std::chrono::milliseconds first_pause{500};  // doubled up to longest_pause
  std::chrono::milliseconds longest_pause{30'000};
  int attempts = 10;  // of one event: about two minutes
};

class WebhookSender {
 public:
  using Post = std::function<Awaitable<Result<net::Response>>(net::ClientRequest)>;

  WebhookSender(asio::any_io_executor executor, WebhookSenderConfig config, Clock& clock, Post post = net::fetch);

  /// Gives the event its id and time.
  void send(wire::WebhookEvent event);
  /// Waits at most `limit` for what is queued, then stops.
  Awaitable<void> close(Duration limit);
  std::size_t queued() const;

 private:
  struct Target {
    std::string url;
    std::list<wire::WebhookEvent> queue;  // the first is being delivered
    int dropped = 0;
    bool delivering = false;
  };
  Awaitable<void> deliver_all(Target* target);
  Awaitable<bool> deliver(Target* target);
  Awaitable<bool> attempt(const std::string& url, const wire::WebhookEvent& event);

  WebhookSenderConfig config_;
  Clock& clock_;
  Post post_;
  std::vector<std::unique_ptr<Target>> targets_;
  TaskGroup tasks_;
};

}  // namespace codevoice::room
