#include "net/web_client.hpp"

#include <gtest/gtest.h>

#include <boost/asio/ip/tcp.hpp>
#include <set>

#include "net/http_client.hpp"
#include "support/run_awaitable.hpp"
#include "support/trusted_certificate.hpp"

namespace codevoice::net {
namespace {

using namespace std::chrono_literals;

Awaitable<Reply> describe(Request request) {
  Response response;
  response.status = 201;
  response.body = request.method + " " + request.path + " " + std::string(request.header("x-test").value_or("-")) + " " + request.body;
  response.headers = {{"X-Answer", "yes"}};
  co_return response;
}

class WebClientTest : public testing::Test {
 protected:
  std::string serve(Handler handler, WebServerConfig config = {}) {
    const bool is_tls = !config.key_file.empty();
    auto created = WebServer::create(loop_.get_executor(), std::move(config), std::move(handler));
    server_ = std::move(created.value());
    return (is_tls ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(server_->port());
  }
  static WebServerConfig with(const test::TestCertificate& files) {
    WebServerConfig config;
    config.certificate_file = files.certificate_file;
    config.key_file = files.key_file;
    return config;
  }
  Result<Response> get(const std::string& url) {
    ClientRequest request;
    request.url = url;
    return test::run(loop_, fetch(std::move(request)));
  }
  void TearDown() override {
    if (server_) test::run(loop_, server_->close());
  }

  asio::io_context loop_;
  std::unique_ptr<WebServer> server_;
};

TEST_F(WebClientTest, SendsMethodHeadersAndBody) {
  ClientRequest request;
  request.method = "POST";
  request.url = serve(describe) + "/a/b";
  request.headers = {{"X-Test", "1"}};
  request.body = "body";

  const auto answer = test::run(loop_, fetch(std::move(request)));

  ASSERT_TRUE(answer.has_value()) << answer.error().message;
  EXPECT_EQ(answer->status, 201U);
  EXPECT_EQ(answer->body, "POST /a/b 1 body");
}

TEST_F(WebClientTest, RefusedConnectionsAreUnavailable) {
  const auto url = serve(describe);
  test::run(loop_, server_->close());
  server_.reset();

  const auto answer = get(url);

  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().kind, ErrorKind::Unavailable);
}

Awaitable<Reply> never(Request) {
  asio::steady_timer timer(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
  co_await timer.async_wait(as_tuple_awaitable);
  co_return Response();
}

TEST_F(WebClientTest, AServerThatNeverAnswersIsATimeout) {
  ClientRequest request;
  request.url = serve(never);
  request.timeout = 100ms;

  const auto answer = test::run(loop_, fetch(std::move(request)));

  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().kind, ErrorKind::Timeout);
}

TEST_F(WebClientTest, SpeaksTlsWithATrustedServer) {
  const auto answer = get(serve(describe, with(test::certificates->trusted)) + "/x");

  ASSERT_TRUE(answer.has_value()) << answer.error().message;
  EXPECT_EQ(answer->body, "GET /x - ");
}

TEST_F(WebClientTest, ATlsConnectionMadeAheadIsUsed) {
  std::set<std::string> peers;
  const auto url = serve(
      [&peers](Request request) {
        peers.insert(request.peer);
        return describe(std::move(request));
      },
      with(test::certificates->trusted));
  HttpClient client;
  const auto use = [](HttpClient& over, std::string where) -> Awaitable<bool> {
    const auto connected = co_await over.connect(where, 5s);
    asio::steady_timer tickets(co_await asio::this_coro::executor, 50ms);  // the server sends them after the handshake
    co_await tickets.async_wait(as_tuple_awaitable);
    ClientRequest request;
    request.url = std::move(where);
    const auto opened = co_await over.open(std::move(request));
    co_return connected.has_value() && opened.has_value();
  };

  EXPECT_TRUE(test::run(loop_, use(client, url)));
  EXPECT_EQ(client.idle(), 0U);
  EXPECT_EQ(peers.size(), 1U);
  EXPECT_EQ(client.connected(), 1U) << "not another one for the request";
}

TEST_F(WebClientTest, RefusesACertificateNobodyVouchesFor) {
  const auto answer = get(serve(describe, with(test::certificates->stranger)));

  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().kind, ErrorKind::Unavailable);
}

TEST_F(WebClientTest, RefusesACertificateOfAnotherHost) {
  serve(describe, with(test::certificates->trusted));

  const auto answer = get("https://localhost:" + std::to_string(server_->port()));

  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().kind, ErrorKind::Unavailable);
}

}  // namespace
}  // namespace codevoice::net
