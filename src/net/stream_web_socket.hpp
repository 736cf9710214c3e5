// A WebSocket over a plain or a TLS stream.
// Ownership: shared: pending reads and writes keep it alive until the socket has ended.
// Thread:    the stream's executor.
// Errors:    receive() maps every end to Unavailable (gone, closed, too slow) or Protocol (rules broken).
#pragma once

#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>
#include <memory>

#include "base/clock.hpp"
#include "net/tls_context.hpp"
#include "net/web_server.hpp"

namespace codevoice::net {

namespace beast = boost::beast;

/// Which of our errors an ended read means.
Error describe_web_socket_end(const boost::system::error_code& error, const std::string& own_reason);

template <class Stream>
class StreamWebSocket final : public WebSocket, public std::enable_shared_from_this<StreamWebSocket<Stream>> {
 public:
  StreamWebSocket(Stream stream, const WebSocketLimits& limits)
      : stream_(std::move(stream)), limits_(limits), ping_timer_(stream_.get_executor()), ended_signal_(stream_.get_executor()) {
    beast::websocket::stream_base::timeout timeout{};
    timeout.handshake_timeout = kHandshakeTimeout;
    timeout.idle_timeout = beast::websocket::stream_base::none();  // silence is judged by our own pings
    timeout.keep_alive_pings = false;
    stream_.set_option(timeout);
    beast::websocket::permessage_deflate no_deflate;  // would cost hundreds of kB a connection
    no_deflate.client_enable = false;
    no_deflate.server_enable = false;
    stream_.set_option(no_deflate);
    stream_.read_message_max(limits.max_message);
    ended_signal_.expires_at(asio::steady_timer::time_point::max());
  }

  beast::websocket::stream<Stream>& stream() { return stream_; }

  /// Call once when the handshake is done.
  void start() {
    started_ = true;
    beast::get_lowest_layer(stream_).expires_never();
    stream_.control_callback([this](beast::websocket::frame_type, beast::string_view) { heard_ = std::chrono::steady_clock::now(); });
    arm_ping();
  }

  Awaitable<Result<Message>> receive() override {
    const auto self = this->shared_from_this();
    if (ended_) co_return tl::unexpected(describe_web_socket_end(asio::error::operation_aborted, own_reason_));
    heard_ = std::chrono::steady_clock::now();  // silence counts only while somebody listens
    reading_ = true;
    const auto [error, size] = co_await stream_.async_read(buffer_, as_tuple_awaitable);
    reading_ = false;
    if (error) {
      end();
      co_return tl::unexpected(describe_web_socket_end(error, own_reason_));
    }
    Message message;
    message.kind = stream_.got_text() ? MessageKind::Text : MessageKind::Binary;
    message.data = beast::buffers_to_string(buffer_.data());
    buffer_.consume(size);
    co_return message;
  }

  void send(MessageKind kind, std::string data) override {
    if (closing_ || ended_) return;
    if (queued_ + data.size() > limits_.max_queued) return abort("the peer reads too slowly");
    queued_ += data.size();
    Message message;
    message.kind = kind;
    message.data = std::move(data);
    queue_.push_back(std::move(message));
    write_next();
  }

  void close(std::uint16_t code, std::string reason) override {
    if (closing_ || ended_) return;
    if (!started_) return abort("closed during the handshake");
    closing_ = true;
    close_reason_.code = code;
    reason.resize(std::min<std::size_t>(reason.size(), kMaxCloseReason));
    close_reason_.reason = reason;
    limit_close();
    write_next();
  }

  std::size_t queued_bytes() const override { return queued_; }

  /// Cuts the connection without a word.
  void abort(std::string reason) {
    if (ended_) return;
    own_reason_ = std::move(reason);
    end();
    beast::get_lowest_layer(stream_).close();
  }

  /// Closes and waits until that is done, or cuts the connection after `grace`.
  Awaitable<void> finish(Duration grace) {
    const auto self = this->shared_from_this();
    close(1000, {});
    const auto state = co_await asio::this_coro::cancellation_state;
    if (!ended_ && state.cancelled() == asio::cancellation_type::none) {
      ended_signal_.expires_after(grace);
      co_await ended_signal_.async_wait(as_tuple_awaitable);
    }
    abort("closed");
  }

 private:
  static constexpr std::chrono::seconds kHandshakeTimeout{10};
  static constexpr std::size_t kMaxCloseReason = 120;  // RFC 6455 §5.5: 125 with the code
  static constexpr int kSilentPings = 3;

  void end() {
    ended_ = true;
    ping_timer_.cancel();
    ended_signal_.cancel();
  }

  void write_next() {
    if (writing_ || ended_) return;
    if (queue_.empty()) {
      if (closing_) send_close();
      return;
    }
    writing_ = true;
    stream_.binary(queue_.front().kind == MessageKind::Binary);
    stream_.async_write(asio::buffer(queue_.front().data),
                        [self = this->shared_from_this()](const boost::system::error_code& error, std::size_t) { self->on_written(error); });
  }

  void on_written(const boost::system::error_code& error) {
    writing_ = false;
    queued_ -= queue_.front().data.size();
    queue_.pop_front();
    if (error) return abort("the connection broke while writing");
    write_next();
  }

  void send_close() {
    writing_ = true;  // nothing may follow a close frame
    stream_.async_close(close_reason_, [self = this->shared_from_this()](const boost::system::error_code&) {
      if (!self->reading_) self->end();
      self->ended_signal_.cancel();
    });
  }

  /// A peer that reads nothing lets no close frame through, and may never answer one.
  void limit_close() {
    ping_timer_.expires_after(limits_.close_limit);
    ping_timer_.async_wait([weak = this->weak_from_this()](const boost::system::error_code& error) {
      const auto self = weak.lock();
      if (!error && self) self->abort("closed");
    });
  }

  void arm_ping() {
    if (limits_.ping_interval.count() <= 0) return;
    ping_timer_.expires_after(limits_.ping_interval);
    ping_timer_.async_wait([weak = this->weak_from_this()](const boost::system::error_code& error) {
      const auto self = weak.lock();
      if (!error && self) self->on_ping_due();
    });
  }

  void on_ping_due() {
    if (ended_) return;
    if (reading_ && std::chrono::steady_clock::now() - heard_ > kSilentPings * limits_.ping_interval) {
      return abort("the peer has been silent too long");
    }
    if (closing_) return;  // limit_close() has the timer
    if (!pinging_) {
      pinging_ = true;
      stream_.async_ping({}, [self = this->shared_from_this()](const boost::system::error_code&) { self->pinging_ = false; });
    }
    arm_ping();
  }

  beast::websocket::stream<Stream> stream_;
  WebSocketLimits limits_;
  asio::steady_timer ping_timer_;
  asio::steady_timer ended_signal_;
  beast::flat_buffer buffer_;
  std::deque<Message> queue_;
  std::size_t queued_ = 0;
  beast::websocket::close_reason close_reason_;
  std::string own_reason_;
  std::chrono::steady_clock::time_point heard_{};
  bool started_ = false;
  bool reading_ = false;
  bool writing_ = false;
  bool pinging_ = false;
  bool closing_ = false;
  bool ended_ = false;
};

}  // namespace codevoice::net
