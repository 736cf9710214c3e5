// A connection accepted on one thread and served on another: handed over whole, or over TLS with its messages bridged.
#include <gtest/gtest.h>

#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <thread>

#include "base/loop_thread.hpp"
#include "net/loose_connection.hpp"
#include "net/web_client.hpp"
#include "net/web_server.hpp"
#include "net/web_socket_bridge.hpp"
#include "support/run_awaitable.hpp"

namespace codevoice::net {
namespace {

using asio::ip::tcp;

std::string here() {
  std::ostringstream id;
  id << std::this_thread::get_id();
  return id.str();
}

/// Says in each message on which thread it is served; "bye" ends it.
Awaitable<void> chat(std::shared_ptr<WebSocket> socket) {
  for (;;) {
    const auto message = co_await socket->receive();
    if (!message || message->data == "bye") co_return;
    socket->send(MessageKind::Text, message->data + " on " + here());
  }
}

Awaitable<Reply> answer(Request request) {
  if (request.wants_websocket && request.path == "/chat") {
    Upgrade upgrade;
    upgrade.serve = chat;
    co_return upgrade;
  }
  Response response;
  response.body = "answered " + request.path + " on " + here();
  co_return response;
}

Awaitable<std::string> talk(std::uint16_t port, std::string bytes) {
  tcp::socket socket(co_await asio::this_coro::executor);
  const tcp::endpoint where(asio::ip::address_v4::loopback(), port);
  co_await socket.async_connect(where, as_tuple_awaitable);
  co_await asio::async_write(socket, asio::buffer(bytes), as_tuple_awaitable);
  std::string got;
  auto sink = asio::dynamic_buffer(got);
  co_await asio::async_read(socket, sink, as_tuple_awaitable);
  co_return got;
}

/// What comes back for each message said.
Awaitable<std::vector<std::string>> converse(std::uint16_t port, std::vector<std::string> said) {
  WebSocketRequest wanted;
  wanted.url = "ws://127.0.0.1:" + std::to_string(port) + "/chat";
  auto socket = co_await connect_websocket(std::move(wanted));
  std::vector<std::string> heard;
  if (!socket) co_return heard;
  for (const auto& words : said) {
    (*socket)->send(MessageKind::Text, words);
    const auto received = co_await (*socket)->receive();
    heard.push_back(received ? received->data : "ended");
  }
  (*socket)->close();
  co_return heard;
}

struct Visit {
  bool greeted = false;
  bool ended = false;
};
/// Stays until the server ends it.
Awaitable<void> stay(std::uint16_t port, Visit& visit) {
  WebSocketRequest wanted;
  wanted.url = "ws://127.0.0.1:" + std::to_string(port) + "/chat";
  auto socket = co_await connect_websocket(std::move(wanted));
  if (!socket) co_return;
  (*socket)->send(MessageKind::Text, "hello");
  visit.greeted = (co_await (*socket)->receive()).has_value();
  visit.ended = !(co_await (*socket)->receive()).has_value();
}

Awaitable<bool> close_there(WebServer& server) {
  co_await server.close();
  co_return true;
}

class HandOverTest : public testing::Test {
 protected:
  void SetUp() override {
    server_there_ = WebServer::create_adopting(there_.executor(), answer);
    asio::post(there_.executor(), [this] { thread_there_ = here(); });
    ASSERT_TRUE(there_.start());
  }
  void listen(Handler handler) {
    auto created = WebServer::create(loop_.get_executor(), {}, std::move(handler));
    ASSERT_TRUE(created) << created.error().message;
    server_here_ = std::move(*created);
  }
  void TearDown() override {
    if (server_here_) test::run(loop_, server_here_->close());
    test::run(loop_, run_on(there_.executor(), close_there(*server_there_)));
    there_.stop();
  }
  Handler handing_over() {
    return [this](Request) { return hand_over(); };
  }
  Awaitable<Reply> hand_over() {
    HandOver leaves;
    leaves.take = [this](std::shared_ptr<LooseConnection> connection) {
      asio::post(there_.executor(), [this, connection] { server_there_->adopt(std::move(*connection)); });
    };
    co_return leaves;
  }
  Handler bridging() {
    return [this](Request request) { return bridge(std::move(request)); };
  }
  Awaitable<Reply> bridge(Request request) {
    Reply reply = co_await run_on(there_.executor(), answer(std::move(request)));
    if (auto* upgrade = std::get_if<Upgrade>(&reply)) co_return serve_elsewhere(std::move(*upgrade), there_.executor());
    co_return reply;
  }

  asio::io_context loop_;
  LoopThread there_{"there"};
  std::string thread_there_;  // set before anything is served there
  std::unique_ptr<WebServer> server_there_;
  std::unique_ptr<WebServer> server_here_;
};

TEST_F(HandOverTest, TheRequestIsAnsweredThereAndTheConnectionCloses) {
  listen(handing_over());

  const auto got = test::run(loop_, talk(server_here_->port(), "POST /one HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi"));

  EXPECT_TRUE(got.starts_with("HTTP/1.1 200")) << got;
  EXPECT_TRUE(got.ends_with("answered /one on " + thread_there_)) << got;
}

TEST_F(HandOverTest, AWebSocketLivesOnThere) {
  listen(handing_over());

  const auto heard = test::run(loop_, converse(server_here_->port(), {"a", "b"}));

  EXPECT_EQ(heard, (std::vector<std::string>{"a on " + thread_there_, "b on " + thread_there_}));
}

TEST_F(HandOverTest, ABridgedWebSocketIsServedThere) {
  listen(bridging());

  const auto heard = test::run(loop_, converse(server_here_->port(), {"a", std::string(60'000, 'x')}));

  ASSERT_EQ(heard.size(), 2U);
  EXPECT_EQ(heard[0], "a on " + thread_there_);
  EXPECT_EQ(heard[1], std::string(60'000, 'x') + " on " + thread_there_);
}

TEST_F(HandOverTest, ABridgedWebSocketClosesWhenItsHandlerReturns) {
  listen(bridging());

  const auto heard = test::run(loop_, converse(server_here_->port(), {"a", "bye"}));

  EXPECT_EQ(heard, (std::vector<std::string>{"a on " + thread_there_, "ended"}));
}

TEST_F(HandOverTest, SeveralBridgedWebSocketsDoNotMix) {
  listen(bridging());

  for (const auto* name : {"one", "two", "three"}) {
    const auto heard = test::run(loop_, converse(server_here_->port(), {name}));
    EXPECT_EQ(heard, (std::vector<std::string>{name + (" on " + thread_there_)}));
  }
}

TEST_F(HandOverTest, AServerThatClosesEndsItsBridgedWebSockets) {
  listen(bridging());
  Visit visit;
  asio::co_spawn(loop_, stay(server_here_->port(), visit), [](std::exception_ptr) {});
  while (!visit.greeted) loop_.run_one();

  test::run(loop_, server_here_->close());
  while (!visit.ended) loop_.run_one();

  EXPECT_TRUE(visit.ended);
}

TEST(LooseSocket, KeepsTheConnectionAndWhatWasRead) {
  asio::io_context one, other;
  tcp::acceptor acceptor(one, {asio::ip::address_v4::loopback(), 0});
  tcp::socket peer(other);
  peer.connect(acceptor.local_endpoint());

  auto loose = LooseSocket::release_from(acceptor.accept(), "read");
  ASSERT_TRUE(loose);
  auto moved = std::move(*loose);
  auto attached = moved.attach(other.get_executor());
  ASSERT_TRUE(attached);
  asio::write(*attached, asio::buffer("hello", 5));
  std::string got(5, ' ');
  asio::read(peer, asio::buffer(got));

  EXPECT_EQ(moved.already_read(), "read");
  EXPECT_EQ(got, "hello");
}

TEST(LooseSocket, DroppedItClosesTheConnection) {
  asio::io_context loop;
  tcp::acceptor acceptor(loop, {asio::ip::address_v4::loopback(), 0});
  tcp::socket peer(loop);
  peer.connect(acceptor.local_endpoint());
  { const auto loose = LooseSocket::release_from(acceptor.accept(), ""); }
  boost::system::error_code error;
  std::string got(1, ' ');

  asio::read(peer, asio::buffer(got), error);

  EXPECT_EQ(error, asio::error::eof);
}

TEST(LooseSocket, APeerThatIsGoneIsToldInWords) {
  asio::io_context loop;

  EXPECT_FALSE(LooseSocket::release_from(tcp::socket(loop), ""));
}

}  // namespace
}  // namespace codevoice::net
