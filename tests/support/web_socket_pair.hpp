// Two ends of a WebSocket without a network: what one sends, the other receives, in order, as soon as it asks.
// Thread: one io_context. Errors: as net::WebSocket's: Unavailable once the other side has closed.
#pragma once

#include <deque>
#include <memory>
#include <utility>

#include "net/web_server.hpp"

namespace codevoice::test {

class PairedWebSocket final : public net::WebSocket {
 public:
  static std::pair<std::shared_ptr<PairedWebSocket>, std::shared_ptr<PairedWebSocket>> make(const asio::any_io_executor& executor) {
    auto one = std::make_shared<PairedWebSocket>(executor);
    auto other = std::make_shared<PairedWebSocket>(executor);
    one->peer_ = other;
    other->peer_ = one;
    return {one, other};
  }
  explicit PairedWebSocket(const asio::any_io_executor& executor) : arrived_(executor, asio::steady_timer::time_point::max()) {}

  Awaitable<Result<net::Message>> receive() override {
    while (inbox_.empty()) {
      if (ended_) co_return fail(ErrorKind::Unavailable, "the peer closed");
      co_await arrived_.async_wait(as_tuple_awaitable);
    }
    auto message = std::move(inbox_.front());
    inbox_.pop_front();
    co_return message;
  }
  void send(net::MessageKind kind, std::string data) override {
    const auto peer = peer_.lock();
    if (closed_ || !peer || peer->ended_) return;
    net::Message message;
    message.kind = kind;
    message.data = std::move(data);
    peer->inbox_.push_back(std::move(message));
    peer->arrived_.cancel();
  }
  void close(std::uint16_t, std::string) override {
    if (std::exchange(closed_, true)) return;
    end();
    if (const auto peer = peer_.lock()) peer->end();
  }
  std::size_t queued_bytes() const override { return 0; }

 private:
  void end() {
    ended_ = true;
    arrived_.cancel();
  }
  std::weak_ptr<PairedWebSocket> peer_;
  std::deque<net::Message> inbox_;
  asio::steady_timer arrived_;
  bool closed_ = false;
  bool ended_ = false;
};

}  // namespace codevoice::test
