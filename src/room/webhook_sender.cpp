#include "room/webhook_sender.hpp"

#include "base/crypto.hpp"
#include "base/log.hpp"
#include "room/webhook.hpp"

namespace codevoice::room {
namespace {

using namespace std::chrono_literals;

constexpr auto kLook = 20ms;

/// Worth another attempt: nobody there, overloaded or broken. What the receiver refuses it refuses again.
bool may_pass_later(const Result<net::Response>& answer) {
  if (!answer) return true;
  return answer->status >= 500 || answer->status == 429 || answer->status == 408;
}

}  // namespace

WebhookSender::WebhookSender(asio::any_io_executor executor, WebhookSenderConfig config, Clock& clock, Post post)
    : config_(std::move(config)), clock_(clock), post_(std::move(post)), tasks_(std::move(executor), "webhooks") {
  for (const auto& url : config_.urls) {
    targets_.push_back(std::make_unique<Target>());
    targets_.back()->url = url;
  }
}

void WebhookSender::send(wire::WebhookEvent event) {
  event.set_id("EV_" + crypto::random_text(12));
  event.set_created_at(clock_.wall_us() / 1'000'000);
  for (const auto& target : targets_) {
    if (target->queue.size() > 1 && target->queue.size() >= config_.most_queued) {
      target->queue.erase(std::next(target->queue.begin()));  // the first is on its way; the oldest of those that wait goes
      ++target->dropped;
      log::warn("webhook.dropped", {{"reason", "queue_full"}, {"dropped", target->dropped}});
    }
    target->queue.push_back(event);
    if (!std::exchange(target->delivering, true)) tasks_.spawn("deliver", deliver_all(target.get()));
  }
}

std::size_t WebhookSender::queued() const {
  std::size_t most = 0;
  for (const auto& target : targets_) most = std::max(most, target->queue.size());
  return most;
}

Awaitable<void> WebhookSender::deliver_all(Target* target) {
  while (!target->queue.empty()) {
    const bool done = co_await deliver(target);
    const auto cancelled = (co_await asio::this_coro::cancellation_state).cancelled();
    if (cancelled != asio::cancellation_type::none) co_return;
    if (!done) ++target->dropped;
    target->queue.pop_front();
  }
  target->delivering = false;
}

/// False when it was given up.
Awaitable<bool> WebhookSender::deliver(Target* target) {
  auto& event = target->queue.front();  // stays where it is while others come and go behind it
  const int told = target->dropped;     // more may be lost while this one is tried
  event.set_num_dropped(told);
  Duration pause = config_.first_pause;
  for (int attempt_number = 1;; ++attempt_number) {
    const auto again = co_await attempt(target->url, event);
    if (!again) {
      target->dropped -= told;
      co_return true;
    }
    const auto cancelled = (co_await asio::this_coro::cancellation_state).cancelled();
    if (cancelled != asio::cancellation_type::none) co_return false;
    if (attempt_number >= config_.attempts) {
      log::warn("webhook.given_up", {{"event", event.event()}, {"id", event.id()}, {"attempts", attempt_number}});
      co_return false;
    }
    co_await clock_.sleep_for(pause);
    pause = std::min<Duration>(pause * 2, config_.longest_pause);
  }
}

/// True when it should be tried again.
Awaitable<bool> WebhookSender::attempt(const std::string& url, const wire::WebhookEvent& event) {
  auto made = sign_webhook(event, config_.key, clock_.wall_us() / 1'000'000);
  net::ClientRequest request;
  request.method = "POST";
  request.url = url;
  request.headers = {{"Content-Type", std::string(kWebhookType)}, {"Authorization", std::move(made.authorization)}};
  request.body = std::move(made.body);
  request.timeout = config_.deadline;
  const auto answer = co_await post_(std::move(request));
  if (answer && answer->status / 100 == 2) co_return false;
  const auto why = answer ? "status " + std::to_string(answer->status) : answer.error().message;
  log::warn("webhook.failed", {{"event", event.event()}, {"id", event.id()}, {"reason", why}});
  co_return may_pass_later(answer);
}

Awaitable<void> WebhookSender::close(Duration limit) {
  const auto end = clock_.now() + limit;
  while (queued() > 0 && clock_.now() < end) co_await clock_.sleep_for(kLook);
  co_await tasks_.close();
}

}  // namespace codevoice::room
