#include <gtest/gtest.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include "net/web_client.hpp"
#include "support/run_awaitable.hpp"

namespace codevoice::net {
namespace {

using namespace std::chrono_literals;

class WebSocketTest : public testing::Test {
 protected:
  using Serve = std::function<Awaitable<void>(std::shared_ptr<WebSocket>)>;
  void serve(Serve serve, WebSocketLimits limits = {}) {
    auto handler = [serve = std::move(serve), limits](Request) -> Awaitable<Reply> {
      Upgrade upgrade;
      upgrade.serve = serve;
      upgrade.limits = limits;
      co_return upgrade;
    };
    server_ = std::move(WebServer::create(loop_.get_executor(), {}, std::move(handler)).value());
  }
  void refuse(Response response) {
    auto handler = [response](Request) -> Awaitable<Reply> { co_return response; };
    server_ = std::move(WebServer::create(loop_.get_executor(), {}, std::move(handler)).value());
  }
  auto connect(WebSocketLimits limits = {}) {
    WebSocketRequest request;
    request.url = "ws://127.0.0.1:" + std::to_string(server_->port()) + "/rtc/v1?a=b";
    request.limits = limits;
    return test::run(loop_, connect_websocket(std::move(request)));
  }
  /// It upgrades, and then leaves everything unread.
  bool comes_true_with_a_peer_that_reads_nothing(const bool& awaited) {
    asio::ip::tcp::socket raw(loop_);
    raw.connect({asio::ip::address_v4::loopback(), server_->port()});
    const std::string hello =
        "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
        "dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    asio::write(raw, asio::buffer(hello));
    loop_.restart();
    while (!awaited && loop_.run_one_for(10s) > 0) {
    }
    return awaited;
  }
  void TearDown() override {
    if (server_) test::run(loop_, server_->close());
  }

  asio::io_context loop_;
  std::unique_ptr<WebServer> server_;
};

Awaitable<void> echo(std::shared_ptr<WebSocket> socket) {
  for (;;) {
    auto message = co_await socket->receive();
    if (!message) co_return;
    socket->send(message->kind, std::move(message->data));
  }
}

TEST_F(WebSocketTest, CarriesMessagesInOrderBothWays) {
  serve(echo);
  const auto socket = connect();
  ASSERT_TRUE(socket.has_value()) << socket.error().error.message;

  (*socket)->send(MessageKind::Binary, std::string("a\0b", 3));
  (*socket)->send(MessageKind::Text, std::string(100'000, 'x'));
  const auto first = test::run(loop_, (*socket)->receive());
  const auto second = test::run(loop_, (*socket)->receive());

  ASSERT_TRUE(first.has_value() && second.has_value());
  EXPECT_EQ(first->data, std::string("a\0b", 3));
  EXPECT_EQ(first->kind, MessageKind::Binary);
  EXPECT_EQ(second->data.size(), 100'000U);
  EXPECT_EQ(second->kind, MessageKind::Text);
}

TEST_F(WebSocketTest, AFailedUpgradeCarriesStatusAndFirstLine) {
  Response denied;
  denied.status = 401;
  denied.body = "token expired\nmore";
  refuse(denied);

  const auto socket = connect();

  ASSERT_FALSE(socket.has_value());
  EXPECT_EQ(socket.error().http_status, 401U);
  EXPECT_EQ(socket.error().error.message, "401: token expired");
  EXPECT_EQ(socket.error().error.kind, ErrorKind::Denied);
}

TEST_F(WebSocketTest, WhatIsQueuedGoesOutBeforeTheClose) {
  serve([](std::shared_ptr<WebSocket> socket) -> Awaitable<void> {
    socket->send(MessageKind::Binary, "last words");
    socket->close(1000, "bye");
    co_return;
  });
  const auto socket = connect();
  ASSERT_TRUE(socket.has_value());

  const auto words = test::run(loop_, (*socket)->receive());
  const auto end = test::run(loop_, (*socket)->receive());

  ASSERT_TRUE(words.has_value());
  EXPECT_EQ(words->data, "last words");
  ASSERT_FALSE(end.has_value());
  EXPECT_EQ(end.error().kind, ErrorKind::Unavailable);
}

TEST_F(WebSocketTest, MessagesOverTheLimitBreakTheConnection) {
  Result<Message> got = fail(ErrorKind::Internal, "nothing yet");
  serve([&got](std::shared_ptr<WebSocket> socket) -> Awaitable<void> { got = co_await socket->receive(); });
  const auto socket = connect();
  ASSERT_TRUE(socket.has_value());

  (*socket)->send(MessageKind::Binary, std::string(256 * 1024 + 1, 'x'));
  const auto end = test::run(loop_, (*socket)->receive());

  EXPECT_FALSE(end.has_value());
  ASSERT_FALSE(got.has_value());
  EXPECT_EQ(got.error().kind, ErrorKind::Protocol);
}

TEST_F(WebSocketTest, ASlowPeerIsCutPastItsQueue) {
  Result<Message> got = fail(ErrorKind::Internal, "nothing yet");
  WebSocketLimits limits;
  limits.max_queued = 64 * 1024;
  serve(
      [&got](std::shared_ptr<WebSocket> socket) -> Awaitable<void> {
        for (int i = 0; i < 3; ++i) socket->send(MessageKind::Binary, std::string(30'000, 'x'));
        got = co_await socket->receive();
      },
      limits);

  const auto socket = connect();
  ASSERT_TRUE(socket.has_value());
  while (test::run(loop_, (*socket)->receive()).has_value()) {
  }

  ASSERT_FALSE(got.has_value());
  EXPECT_EQ(got.error().message, "the peer reads too slowly");
}

TEST_F(WebSocketTest, AnswersPingsAndCutsASilentPeer) {
  WebSocketLimits limits;
  limits.ping_interval = 1s;
  bool cut = false;
  serve(
      [&cut](std::shared_ptr<WebSocket> socket) -> Awaitable<void> {
        const auto end = co_await socket->receive();
        cut = !end && end.error().message == "the peer has been silent too long";
      },
      limits);

  EXPECT_TRUE(comes_true_with_a_peer_that_reads_nothing(cut));
}

TEST_F(WebSocketTest, APeerThatReadsNothingDoesNotHoldUpTheClose) {
  WebSocketLimits limits;
  limits.ping_interval = 100s;
  limits.close_limit = 1s;
  limits.max_queued = 64 << 20;
  bool ended = false;
  serve(
      [&ended](std::shared_ptr<WebSocket> socket) -> Awaitable<void> {
        socket->send(MessageKind::Binary, std::string(32 << 20, 'x'));  // more than the kernel takes
        socket->close(1000, "");
        const auto end = co_await socket->receive();
        ended = !end;
      },
      limits);

  EXPECT_TRUE(comes_true_with_a_peer_that_reads_nothing(ended));
}

TEST_F(WebSocketTest, ClosingTheServerClosesItsSockets) {
  serve(echo);
  const auto socket = connect();
  ASSERT_TRUE(socket.has_value());
  Result<Message> end = Message();
  asio::co_spawn(loop_, (*socket)->receive(), [&](std::exception_ptr, Result<Message> result) { end = std::move(result); });

  test::run(loop_, server_->close());

  EXPECT_FALSE(end.has_value());
}

}  // namespace
}  // namespace codevoice::net
