// untested: through hand_over_test.cpp
#include "net/web_socket_bridge.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <deque>

#include "base/log.hpp"
#include "base/loop_thread.hpp"

namespace codevoice::net {
namespace {

constexpr std::size_t kMostUnread = 1024 * 1024;  // bytes
constexpr std::chrono::seconds kCloseTime{2};

/// The other thread's end: what it sends is posted home, what arrives is posted to it.
class FarWebSocket final : public WebSocket {
 public:
  FarWebSocket(asio::any_io_executor home, std::weak_ptr<WebSocket> socket) : home_(std::move(home)), socket_(std::move(socket)) {}

  /// Both on the far thread; between them the timer lives.
  void begin(const asio::any_io_executor& here) { arrival_.emplace(here, asio::steady_timer::time_point::max()); }
  void finish() {
    on_end(Error{ErrorKind::Unavailable, "closed"});
    arrival_.reset();
  }

  Awaitable<Result<Message>> receive() override {
    while (arrived_.empty()) {
      if (end_) co_return tl::unexpected(*end_);
      co_await arrival_->async_wait(as_tuple_awaitable);
      const auto cancelled = (co_await asio::this_coro::cancellation_state).cancelled();
      if (cancelled != asio::cancellation_type::none) co_return fail(ErrorKind::Unavailable, "cancelled");
    }
    auto message = std::move(arrived_.front());
    arrived_.pop_front();
    unread_ -= message.data.size();
    co_return message;
  }

  void send(MessageKind kind, std::string data) override {
    at_home([kind, data = std::move(data)](WebSocket& socket) mutable { socket.send(kind, std::move(data)); });
  }
  void close(std::uint16_t code, std::string reason) override {
    at_home([code, reason = std::move(reason)](WebSocket& socket) { socket.close(code, reason); });
  }
  std::size_t queued_bytes() const override { return 0; }  // counted, and limited, at home

  void on_message(Message message) {
    if (end_) return;
    unread_ += message.data.size();
    if (unread_ > kMostUnread) {
      close(1008, "too much at once");
      return on_end(Error{ErrorKind::Unavailable, "messages came faster than they were handled"});
    }
    arrived_.push_back(std::move(message));
    if (arrival_) arrival_->cancel();
  }
  void on_end(Error why) {
    if (end_) return;
    end_ = std::move(why);
    if (arrival_) arrival_->cancel();
  }

 private:
  template <class Action>
  void at_home(Action action) {
    asio::post(home_, [weak = socket_, action = std::move(action)]() mutable {
      if (const auto socket = weak.lock()) action(*socket);
    });
  }

  asio::any_io_executor home_;
  std::weak_ptr<WebSocket> socket_;            // locked at home only: it must not die elsewhere
  std::optional<asio::steady_timer> arrival_;  // cancelled each time something comes
  std::deque<Message> arrived_;
  std::size_t unread_ = 0;
  std::optional<Error> end_;
};

/// What both sides of one bridge share at home.
struct Bridge {
  explicit Bridge(const asio::any_io_executor& home) : far_over(home) { far_over.expires_at(asio::steady_timer::time_point::max()); }
  asio::steady_timer far_over;  // expires when the peer had its time to answer the far side's close
  bool is_far_over = false;
};

Awaitable<void> read_all(std::shared_ptr<WebSocket> socket, std::shared_ptr<FarWebSocket> far, asio::any_io_executor there) {
  for (;;) {
    auto received = co_await socket->receive();
    if (!received) {
      asio::post(there, [far, why = received.error()] { far->on_end(why); });
      co_return;
    }
    asio::post(there, [far, message = std::move(*received)]() mutable { far->on_message(std::move(message)); });
  }
}

Awaitable<void> close_time(std::shared_ptr<Bridge> bridge) {
  for (;;) {
    const auto [error] = co_await bridge->far_over.async_wait(as_tuple_awaitable);
    const auto cancelled = (co_await asio::this_coro::cancellation_state).cancelled();
    if (!error || cancelled != asio::cancellation_type::none) co_return;
  }
}

Awaitable<void> serve_far(std::function<Awaitable<void>(std::shared_ptr<WebSocket>)> serve, std::shared_ptr<FarWebSocket> far) {
  far->begin(co_await asio::this_coro::executor);
  try {
    co_await serve(far);
  } catch (const std::exception& thrown) {
    log::error("net.websocket_handler_failed", {{"reason", thrown.what()}});
  }
  far->finish();
}

Awaitable<void> bridge_over(Upgrade upgrade, asio::any_io_executor there, std::shared_ptr<WebSocket> socket) {
  using asio::experimental::awaitable_operators::operator||;
  const auto home = co_await asio::this_coro::executor;
  const auto far = std::make_shared<FarWebSocket>(home, socket);
  const auto bridge = std::make_shared<Bridge>(home);
  // its completion comes home: the bridge stays until then
  asio::co_spawn(there, serve_far(std::move(upgrade.serve), far), asio::bind_executor(home, [bridge, socket](std::exception_ptr) {
                   bridge->is_far_over = true;
                   socket->close();
                   bridge->far_over.expires_after(kCloseTime);
                 }));
  co_await (read_all(socket, far, there) || close_time(bridge));
  asio::post(there, [far] { far->on_end(Error{ErrorKind::Unavailable, "the connection ended"}); });
  while (!bridge->is_far_over) co_await bridge->far_over.async_wait(as_tuple_awaitable);
}

}  // namespace

Upgrade serve_elsewhere(Upgrade upgrade, asio::any_io_executor there) {
  Upgrade bridged;
  bridged.limits = upgrade.limits;
  bridged.serve = [upgrade = std::move(upgrade), there = std::move(there)](std::shared_ptr<WebSocket> socket) {
    return bridge_over(upgrade, there, std::move(socket));
  };
  return bridged;
}

}  // namespace codevoice::net
