// One accepted connection: requests one after the other, until it closes or becomes a WebSocket.
// Ownership: shared by its coroutine and the server's list of open connections.
// Thread:    the server's executor.
// Errors:    requests that break a limit get one plain 4xx and the connection closes; a handler that throws gives 500.
#pragma once

#include <boost/asio/write.hpp>
#include <boost/beast/core/make_printable.hpp>
#include <boost/beast/http/chunk_encode.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <sstream>
#include <tuple>

#include "base/log.hpp"
#include "net/http_connection.hpp"
#include "net/http_message.hpp"
#include "net/loose_connection.hpp"
#include "net/stream_web_socket.hpp"

namespace codevoice::net {

template <class Stream>
class HttpConnection final : public OpenConnection, public std::enable_shared_from_this<HttpConnection<Stream>> {
 public:
  HttpConnection(Stream stream, std::shared_ptr<const Handler> handler, std::string peer)
      : stream_(std::move(stream)), handler_(std::move(handler)), peer_(std::move(peer)) {}

  /// Before run(): `already_read` holds the one request to be served, and perhaps what follows it.
  void serve_only(const std::string& already_read) {
    buffer_.commit(asio::buffer_copy(buffer_.prepare(already_read.size()), asio::buffer(already_read)));
    after_answer_ = LastAnswer::Yes;
  }

  Awaitable<void> run() override {
    const auto self = this->shared_from_this();
    // a cancelled server closes in order instead of by exceptions
    co_await asio::this_coro::throw_if_cancelled(false);
    bool open = co_await shake_hands();
    while (open && !aborted_) open = co_await serve_one();
    if (!web_socket_ && !handed_over_) co_await shut_down();
  }

  void go_away() override {
    if (web_socket_) {
      web_socket_->close(1001, "going away");
    } else {
      abort();
    }
  }

  void abort() override {
    aborted_ = true;
    if (web_socket_) {
      web_socket_->abort("the server is closing");
    } else {
      beast::get_lowest_layer(stream_).close();
    }
  }

 private:
  enum class LastAnswer : std::uint8_t { No, Yes };
  using Parser = beast::http::request_parser<beast::http::string_body>;
  static constexpr std::uint32_t kHeaderLimit = 64 * 1024;
  static constexpr std::uint64_t kBodyLimit = 1024 * 1024;
  static constexpr std::chrono::seconds kRequestTime{30};
  static constexpr std::chrono::seconds kWriteTime{30};
  static constexpr std::chrono::seconds kCloseTime{2};

  Awaitable<bool> shake_hands() {
    if constexpr (std::is_same_v<Stream, TlsStream>) {
      beast::get_lowest_layer(stream_).expires_after(kRequestTime);
      const auto [error] = co_await stream_.async_handshake(asio::ssl::stream_base::server, as_tuple_awaitable);
      co_return !error;
    } else {
      co_return true;
    }
  }

  /// False when the connection has served its last request.
  Awaitable<bool> serve_one() {
    Parser parser;
    parser.header_limit(kHeaderLimit);
    parser.body_limit(kBodyLimit);
    beast::get_lowest_layer(stream_).expires_after(kRequestTime);
    const auto [error, size] = co_await beast::http::async_read(stream_, buffer_, parser, as_tuple_awaitable);
    if (error) {
      const auto status = status_of_read_error(error);
      if (status == 0) co_return false;
      auto refusal = plain_response(status, "the request is malformed or too large\n");
      co_return co_await write(std::move(refusal), parser.get(), LastAnswer::Yes);
    }
    auto request = from_beast(parser.get(), peer_);
    if (!request) {
      auto refusal = plain_response(400, request.error().message + "\n");
      co_return co_await write(std::move(refusal), parser.get(), LastAnswer::Yes);
    }
    beast::get_lowest_layer(stream_).expires_never();
    const bool may_upgrade = request->wants_websocket;
    auto reply = co_await ask_handler(*handler_, std::move(*request));
    co_return co_await act_on(std::move(reply), parser.get(), may_upgrade);
  }

  /// False when the connection has served its last request.
  Awaitable<bool> act_on(Reply reply, const BeastRequest& question, bool may_upgrade) {
    if (auto* response = std::get_if<Response>(&reply)) co_return co_await write(std::move(*response), question, after_answer_);
    if (auto* streamed = std::get_if<Streamed>(&reply)) co_return co_await stream(std::move(*streamed), question);
    if (const auto* elsewhere = std::get_if<HandOver>(&reply)) {
      if (hand_over(*elsewhere, question)) co_return false;
      co_return co_await write(plain_response(500, "internal error\n"), question, LastAnswer::Yes);
    }
    if (!may_upgrade) {
      auto refusal = plain_response(426, "a WebSocket is served here\n");
      refusal.headers.emplace_back("Upgrade", "websocket");
      co_return co_await write(std::move(refusal), question, after_answer_);
    }
    co_await serve_web_socket(question, std::move(std::get<Upgrade>(reply)));
    co_return false;
  }

  bool hand_over([[maybe_unused]] const HandOver& elsewhere, [[maybe_unused]] const BeastRequest& question) {
    if constexpr (std::is_same_v<Stream, PlainStream>) {
      handed_over_ = true;
      std::ostringstream whole;
      whole << question << beast::make_printable(buffer_.data());
      auto loose = LooseSocket::release_from(stream_.release_socket(), std::move(whole).str());
      if (loose) elsewhere.take(std::make_shared<LooseConnection>(LooseConnection{std::move(*loose), peer_}));
      return true;  // a peer that is gone needs nobody
    } else {
      log::error("net.tls_cannot_be_handed_over");
      return false;
    }
  }

  Awaitable<bool> write(Response response, const BeastRequest& question, LastAnswer last) {
    auto message = to_beast(std::move(response), question);
    if (last == LastAnswer::Yes) message.keep_alive(false);
    const bool stays = message.keep_alive();
    beast::http::response_serializer<beast::http::string_body> serializer(message);
    beast::get_lowest_layer(stream_).expires_after(kWriteTime);
    const auto [error, size] = co_await beast::http::async_write(stream_, serializer, as_tuple_awaitable);
    co_return !error && stays;
  }

  class Chunks final : public BodyWriter {
   public:
    explicit Chunks(Stream& stream, bool chunked) : stream_(stream), chunked_(chunked) {}

    Awaitable<Result<void>> write(std::string piece) override {
      if (cut_) co_return fail(ErrorKind::Unavailable, "the answer was cut off");
      if (piece.empty()) co_return Result<void>();
      beast::get_lowest_layer(stream_).expires_after(kWriteTime);
      boost::system::error_code error;
      std::size_t size = 0;
      if (chunked_) {
        std::tie(error, size) = co_await asio::async_write(stream_, beast::http::make_chunk(asio::buffer(piece)), as_tuple_awaitable);
      } else {
        std::tie(error, size) = co_await asio::async_write(stream_, asio::buffer(piece), as_tuple_awaitable);
      }
      if (!error) co_return Result<void>();
      cut_ = true;
      co_return fail(ErrorKind::Unavailable, error.message());
    }
    void cut() override { cut_ = true; }
    bool is_cut() const { return cut_; }

   private:
    Stream& stream_;
    bool chunked_;
    bool cut_ = false;
  };

  Awaitable<bool> stream(Streamed reply, const BeastRequest& question) {
    auto message = to_beast_head(reply.head, question);
    const bool chunked = question.version() >= 11;
    message.chunked(chunked);
    if (!chunked || after_answer_ == LastAnswer::Yes) message.keep_alive(false);
    const bool stays = message.keep_alive();
    beast::http::response_serializer<beast::http::empty_body> serializer(message);
    beast::get_lowest_layer(stream_).expires_after(kWriteTime);
    const auto [error, size] = co_await beast::http::async_write_header(stream_, serializer, as_tuple_awaitable);
    if (error) co_return false;
    beast::get_lowest_layer(stream_).expires_never();
    if (question.method() == beast::http::verb::head) co_return false;
    Chunks chunks(stream_, chunked);
    try {
      co_await reply.write(chunks);
    } catch (const std::exception& thrown) {
      log::error("net.handler_failed", {{"reason", thrown.what()}});
      chunks.cut();
    }
    if (chunks.is_cut()) {
      aborted_ = true;  // closed at once, without a last chunk
      co_return false;
    }
    if (!chunked) co_return false;
    beast::get_lowest_layer(stream_).expires_after(kWriteTime);
    const auto [last_error, last_size] = co_await asio::async_write(stream_, beast::http::make_chunk_last(), as_tuple_awaitable);
    co_return !last_error && stays;
  }

  Awaitable<void> serve_web_socket(const BeastRequest& question, Upgrade upgrade) {
    web_socket_ = std::make_shared<StreamWebSocket<Stream>>(std::move(stream_), upgrade.limits);
    // its own timeouts rule from here on
    beast::get_lowest_layer(web_socket_->stream()).expires_never();
    const auto [error] = co_await web_socket_->stream().async_accept(question, as_tuple_awaitable);
    if (error) co_return;
    web_socket_->start();
    try {
      co_await upgrade.serve(web_socket_);
    } catch (const std::exception& thrown) {
      log::error("net.websocket_handler_failed", {{"reason", thrown.what()}});
    }
    co_await web_socket_->finish(kCloseTime);
  }

  Awaitable<void> shut_down() {
    boost::system::error_code ignored;
    if constexpr (std::is_same_v<Stream, TlsStream>) {
      if (!aborted_) {
        beast::get_lowest_layer(stream_).expires_after(kCloseTime);
        co_await stream_.async_shutdown(as_tuple_awaitable);
      }
    } else {
      stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    }
    beast::get_lowest_layer(stream_).close();
  }

  Stream stream_;
  std::shared_ptr<const Handler> handler_;
  std::string peer_;
  beast::flat_buffer buffer_;
  std::shared_ptr<StreamWebSocket<Stream>> web_socket_;
  LastAnswer after_answer_ = LastAnswer::No;
  bool handed_over_ = false;
  bool aborted_ = false;
};

}  // namespace codevoice::net
