#include "net/web_server.hpp"

#include <gtest/gtest.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include "net/web_client.hpp"
#include "support/run_awaitable.hpp"

namespace codevoice::net {
namespace {

using asio::ip::tcp;

class WebServerTest : public testing::Test {
 protected:
  void serve(Handler handler, WebServerConfig config = {}) {
    auto created = WebServer::create(loop_.get_executor(), std::move(config), std::move(handler));
    ASSERT_TRUE(created.has_value()) << created.error().message;
    server_ = std::move(*created);
  }
  void TearDown() override {
    if (server_) test::run(loop_, server_->close());
  }

  /// Sends raw bytes and gives everything that comes back until the server closes.
  std::string talk(std::string bytes) { return test::run(loop_, talk_to(server_->port(), std::move(bytes))); }
  static Awaitable<std::string> talk_to(std::uint16_t port, std::string bytes) {
    tcp::socket socket(co_await asio::this_coro::executor);
    const tcp::endpoint where(asio::ip::address_v4::loopback(), port);
    co_await socket.async_connect(where, as_tuple_awaitable);
    co_await asio::async_write(socket, asio::buffer(bytes), as_tuple_awaitable);
    std::string answer;
    auto sink = asio::dynamic_buffer(answer);
    co_await asio::async_read(socket, sink, as_tuple_awaitable);
    co_return answer;
  }

  asio::io_context loop_;
  std::unique_ptr<WebServer> server_;
};

Awaitable<Reply> echo(Request request) {
  Response response;
  response.body = request.method + " " + request.path + " " + request.body;
  co_return response;
}

TEST_F(WebServerTest, AnswersSeveralRequestsOnOneConnection) {
  serve(echo);

  const auto answer = talk("GET /one HTTP/1.1\r\nHost: a\r\n\r\nPOST /two HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi");

  EXPECT_NE(answer.find("GET /one "), std::string::npos);
  EXPECT_NE(answer.find("POST /two hi"), std::string::npos);
}

TEST_F(WebServerTest, TakesHeadersOf60KilobytesAndRefusesMore) {
  serve(echo);
  const auto request_with = [](std::size_t size) {
    return "GET /?x=" + std::string(size, 'x') + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  };

  const auto taken = talk(request_with(60'000));
  const auto refused = talk(request_with(70'000));

  EXPECT_TRUE(taken.starts_with("HTTP/1.1 200")) << taken.substr(0, 80);
  EXPECT_TRUE(refused.starts_with("HTTP/1.1 431")) << refused.substr(0, 80);
}

TEST_F(WebServerTest, RefusesBodiesOverOneMegabyte) {
  serve(echo);

  const auto answer = talk("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\n\r\n");

  EXPECT_TRUE(answer.starts_with("HTTP/1.1 413")) << answer.substr(0, 80);
}

TEST_F(WebServerTest, AnswersGarbageWith400) {
  serve(echo);

  EXPECT_TRUE(talk("\x16\x03\x01\r\n\r\n").starts_with("HTTP/1.1 400"));
  EXPECT_TRUE(talk("GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n").starts_with("HTTP/1.1 400"));
}

TEST_F(WebServerTest, AsksForAWebSocketWhereOneIsServed) {
  serve([](Request) -> Awaitable<Reply> {
    Upgrade upgrade;
    upgrade.serve = [](std::shared_ptr<WebSocket>) -> Awaitable<void> { co_return; };
    co_return upgrade;
  });

  EXPECT_TRUE(talk("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").starts_with("HTTP/1.1 426"));
}

TEST_F(WebServerTest, ATakenPortIsOneClearError) {
  serve(echo);
  WebServerConfig same;
  same.port = server_->port();

  const auto second = WebServer::create(loop_.get_executor(), same, echo);

  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().kind, ErrorKind::Conflict);
  EXPECT_NE(second.error().message.find("127.0.0.1:" + std::to_string(same.port)), std::string::npos);
}

TEST_F(WebServerTest, ABadAddressIsInvalid) {
  WebServerConfig config;
  config.address = "nonsense";

  const auto server = WebServer::create(loop_.get_executor(), config, echo);

  ASSERT_FALSE(server.has_value());
  EXPECT_EQ(server.error().kind, ErrorKind::Invalid);
}

Awaitable<Reply> wait_for_ever(Request) {
  asio::steady_timer timer(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
  co_await timer.async_wait(as_tuple_awaitable);
  co_return Response();
}

TEST_F(WebServerTest, CloseEndsHandlersThatWait) {
  serve(wait_for_ever);
  bool answered = false;
  asio::co_spawn(loop_, talk_to(server_->port(), "GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
                 [&](std::exception_ptr, const std::string&) { answered = true; });
  for (int i = 0; i < 20; ++i) loop_.poll();

  test::run(loop_, server_->close());
  server_.reset();
  loop_.restart();
  loop_.run();

  EXPECT_TRUE(answered);
}

}  // namespace
}  // namespace codevoice::net
