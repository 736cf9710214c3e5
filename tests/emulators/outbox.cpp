#include "emulators/outbox.hpp"

namespace codevoice::emulators {

void Outbox::put(net::MessageKind kind, std::string data, Duration delay) {
  net::Message message;
  message.kind = kind;
  message.data = std::move(data);
  waiting_.push_back({clock_.now() + delay, std::move(message)});
  changed_.cancel();
}

Awaitable<void> Outbox::run() {
  while (!socket_.closed()) {
    if (waiting_.empty()) {
      co_await changed_.async_wait(as_tuple_awaitable);
      continue;
    }
    auto next = std::move(waiting_.front());
    waiting_.pop_front();
    sending_ = true;
    co_await clock_.sleep_until(next.due);
    co_await socket_.send(next.message.kind, std::move(next.message.data));
    sending_ = false;
    changed_.cancel();
  }
}

Awaitable<void> Outbox::drained() {
  while ((sending_ || !waiting_.empty()) && !socket_.closed()) co_await changed_.async_wait(as_tuple_awaitable);
}

}  // namespace codevoice::emulators
