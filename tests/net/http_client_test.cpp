#include "net/http_client.hpp"

#include <gtest/gtest.h>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <set>

#include "support/run_awaitable.hpp"

namespace codevoice::net {
namespace {

using namespace std::chrono_literals;

/// Answers by path, in pieces.
class HttpClientTest : public testing::Test {
 protected:
  HttpClientTest() { serve_on(0); }
  ~HttpClientTest() override {
    if (server_) test::run(loop_, server_->close());
  }

  void serve_on(std::uint16_t port) {
    WebServerConfig config;
    config.port = port;
    server_ = WebServer::create(loop_.get_executor(), config, [this](Request request) { return answer(std::move(request)); }).value();
    port_ = server_->port();
  }

  Awaitable<Reply> answer(Request request) {
    peers_.insert(request.peer);
    Streamed streamed;
    streamed.head.content_type = "text/event-stream";
    streamed.head.headers = {{"X-Kind", request.body}};
    streamed.write = [this, path = request.path](BodyWriter& out) { return write(path, out); };
    co_return streamed;
  }

  Awaitable<void> write(std::string path, BodyWriter& out) {
    for (const auto* piece : {"one ", "two ", "three"}) {
      const auto sent = co_await out.write(piece);
      if (!sent) co_return;
      if (path == "/cut") {
        out.cut();
        co_return;
      }
      if (path == "/throws") throw std::runtime_error("a handler's fault");
      if (path == "/stalls") {
        asio::steady_timer timer(co_await asio::this_coro::executor, 10s);
        co_await timer.async_wait(as_tuple_awaitable);
      }
    }
  }

  ClientRequest to(const std::string& path) const {
    ClientRequest request;
    request.method = "POST";
    request.url = "http://127.0.0.1:" + std::to_string(port_) + path;
    request.body = "asked";
    return request;
  }
  Result<std::string> body_of(const std::string& path, std::chrono::milliseconds limit = 5s) {
    const auto ask = [](HttpClient& client, ClientRequest request, std::chrono::milliseconds most) -> Awaitable<Result<std::string>> {
      const auto opened = co_await client.open(std::move(request));
      if (!opened) co_return tl::unexpected(opened.error());
      co_return co_await read_all(**opened, 1000, most);
    };
    return test::run(loop_, ask(client_, to(path), limit));
  }

  asio::io_context loop_;
  std::unique_ptr<WebServer> server_;
  std::uint16_t port_ = 0;
  HttpClient client_;
  std::set<std::string> peers_;
};

TEST_F(HttpClientTest, TheHeaderComesFirstAndTheBodyInPieces) {
  auto opened = test::run(loop_, client_.open(to("/")));
  ASSERT_TRUE(opened.has_value()) << opened.error().message;
  auto& answer = **opened;

  EXPECT_EQ(answer.status(), 200U);
  EXPECT_EQ(answer.header("content-type"), "text/event-stream");
  EXPECT_EQ(answer.header("x-kind"), "asked");
  std::string whole;
  for (auto piece = test::run(loop_, answer.read(5s)); piece.value(); piece = test::run(loop_, answer.read(5s))) whole += **piece;
  EXPECT_EQ(whole, "one two three");
  EXPECT_FALSE(test::run(loop_, answer.read(5s)).value().has_value()) << "the end stays the end";
}

TEST_F(HttpClientTest, AConnectionReadToItsEndServesTheNextRequest) {
  ASSERT_TRUE(body_of("/").has_value());
  ASSERT_TRUE(body_of("/").has_value());

  EXPECT_EQ(peers_.size(), 1U);
  EXPECT_EQ(client_.idle(), 1U);
}

TEST_F(HttpClientTest, AConnectionMadeAheadIsUsed) {
  ASSERT_TRUE(test::run(loop_, client_.connect(to("/").url, 5s)).has_value());
  EXPECT_EQ(client_.idle(), 1U);

  const auto opened = test::run(loop_, client_.open(to("/")));

  EXPECT_TRUE(opened.has_value());
  EXPECT_EQ(client_.idle(), 0U);
}

TEST_F(HttpClientTest, AnAnswerDroppedBeforeItsEndClosesItsConnection) {
  { const auto opened = test::run(loop_, client_.open(to("/stalls"))); }

  EXPECT_EQ(client_.idle(), 0U);
  EXPECT_EQ(body_of("/").value(), "one two three");
  EXPECT_EQ(peers_.size(), 2U);
}

TEST_F(HttpClientTest, AConnectionTheServerClosedMeanwhileIsReplaced) {
  ASSERT_TRUE(body_of("/").has_value());
  test::run(loop_, server_->close());
  server_.reset();
  serve_on(port_);

  const auto again = body_of("/");

  ASSERT_TRUE(again.has_value()) << again.error().message;
  EXPECT_EQ(*again, "one two three");
}

TEST_F(HttpClientTest, AnAnswerCutOffInTheMiddleIsAnErrorNotAnEnd) {
  EXPECT_EQ(body_of("/cut").error().kind, ErrorKind::Unavailable);
  EXPECT_EQ(body_of("/throws").error().kind, ErrorKind::Unavailable);
  EXPECT_EQ(client_.idle(), 0U);
}

TEST_F(HttpClientTest, APieceThatDoesNotComeIsATimeout) {
  const auto body = body_of("/stalls", 100ms);

  ASSERT_FALSE(body.has_value());
  EXPECT_EQ(body.error().kind, ErrorKind::Timeout);
}

TEST_F(HttpClientTest, ReadingMayBeCancelled) {
  using asio::experimental::awaitable_operators::operator||;
  const auto opened = test::run(loop_, client_.open(to("/stalls")));
  ASSERT_TRUE(opened.has_value());
  const auto race = [](HttpAnswer& answer) -> Awaitable<bool> {
    (void)co_await answer.read(5s);
    asio::steady_timer soon(co_await asio::this_coro::executor, 20ms);
    const auto first = co_await (answer.read(5s) || soon.async_wait(asio::use_awaitable));
    co_return first.index() == 1;
  };

  EXPECT_TRUE(test::run(loop_, race(**opened)));
}

TEST_F(HttpClientTest, MoreThanIsWantedIsRefused) {
  auto opened = test::run(loop_, client_.open(to("/")));

  const auto body = test::run(loop_, read_all(**opened, 5, 5s));

  ASSERT_FALSE(body.has_value());
  EXPECT_EQ(body.error().kind, ErrorKind::Protocol);
}

}  // namespace
}  // namespace codevoice::net
