#include "net/proxy.hpp"

#include <gtest/gtest.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <map>

#include "base/task_group.hpp"
#include "net/web_client.hpp"
#include "support/run_awaitable.hpp"
#include "support/trusted_certificate.hpp"

namespace codevoice::net {
namespace {

using asio::ip::tcp;

class ProxyRules : public testing::Test {
 protected:
  std::string proxy_of(const std::string& url) {
    const auto proxy = proxy_for(parse_url(url).value(), [this](const char* name) {
      const auto found = environment_.find(name);
      return found == environment_.end() ? std::nullopt : std::optional(found->second);
    });
    if (!proxy) return "error: " + proxy.error().message;
    return *proxy ? (*proxy)->host + ":" + std::to_string((*proxy)->port) + " " + (*proxy)->credentials : "direct";
  }
  std::map<std::string, std::string> environment_;
};

TEST_F(ProxyRules, EachSchemeHasItsProxy) {
  environment_ = {{"HTTPS_PROXY", "http://secure:3128"}, {"http_proxy", "plain"}};

  EXPECT_EQ(proxy_of("wss://api.deepgram.com/v1/listen"), "secure:3128 ");
  EXPECT_EQ(proxy_of("https://api.deepgram.com/v1"), "secure:3128 ");
  EXPECT_EQ(proxy_of("http://elsewhere/x"), "plain:80 ");
  environment_ = {{"HTTP_PROXY", "http://header"}};
  EXPECT_EQ(proxy_of("http://elsewhere/x"), "direct");
}

TEST_F(ProxyRules, CredentialsAreDecoded) {
  environment_ = {{"https_proxy", "http://me:a%40b%3a@[::1]:8080/"}};

  EXPECT_EQ(proxy_of("https://x.y/"), "::1:8080 me:a@b:");
}

TEST_F(ProxyRules, SomeHostsAreReachedDirectly) {
  environment_ = {{"HTTPS_PROXY", "p:1"}, {"NO_PROXY", "exact.org, .below.org,*.star.org,10.0.0.1,port.org:8443"}};

  EXPECT_EQ(proxy_of("https://exact.org/"), "direct");
  EXPECT_EQ(proxy_of("https://a.exact.org/"), "direct");
  EXPECT_EQ(proxy_of("https://inexact.org/"), "p:1 ");
  EXPECT_EQ(proxy_of("https://a.below.org/"), "direct");
  EXPECT_EQ(proxy_of("https://a.star.org/"), "direct");
  EXPECT_EQ(proxy_of("https://10.0.0.1/"), "direct");
  EXPECT_EQ(proxy_of("https://port.org/"), "p:1 ");
  EXPECT_EQ(proxy_of("https://port.org:8443/"), "direct");
  EXPECT_EQ(proxy_of("wss://localhost:7880/"), "direct");
  EXPECT_EQ(proxy_of("wss://127.0.0.1:7880/"), "direct");
  environment_["NO_PROXY"] = "*";
  EXPECT_EQ(proxy_of("https://anything.org/"), "direct");
}

TEST_F(ProxyRules, AProxyThatCannotBeUsedIsSaidWithoutItsPassword) {
  environment_ = {{"HTTPS_PROXY", "socks5://me:hidden@host:1080"}};

  EXPECT_TRUE(proxy_of("https://x.y/").starts_with("error: the proxy must be http://"));
  EXPECT_EQ(proxy_of("https://x.y/").find("hidden"), std::string::npos);
}

// --- through a real one ---

/// Tunnels to the test's own server, whatever host is asked for.
class LittleProxy {
 public:
  LittleProxy(asio::io_context& loop, std::string wanted_credentials)
      : wanted_(std::move(wanted_credentials)),
        acceptor_(loop, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
        tasks_(loop.get_executor(), "proxy") {
    tasks_.spawn("accept", accept());
  }
  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
  std::uint16_t target = 0;
  std::vector<std::string> asked;  // request lines
  int refuse_with = 0;
  Awaitable<void> close() { return tasks_.close(); }

 private:
  Awaitable<void> accept() {
    while (true) {
      auto [error, socket] = co_await acceptor_.async_accept(as_tuple_awaitable);
      if (error) co_return;
      tasks_.spawn("serve", serve(std::make_shared<tcp::socket>(std::move(socket))));
    }
  }
  Awaitable<void> serve(std::shared_ptr<tcp::socket> client) {
    std::string head;
    co_await asio::async_read_until(*client, asio::dynamic_buffer(head), "\r\n\r\n", as_tuple_awaitable);
    asked.push_back(head.substr(0, head.find("\r\n")));
    std::string answer = "HTTP/1.1 200 Connection established\r\n\r\n";
    if (!wanted_.empty() && head.find("Proxy-Authorization: Basic " + wanted_) == std::string::npos)
      answer = "HTTP/1.1 407 Who are you\r\nContent-Length: 0\r\n\r\n";
    if (refuse_with != 0) answer = "HTTP/1.1 " + std::to_string(refuse_with) + " No\r\nContent-Length: 0\r\n\r\n";
    co_await asio::async_write(*client, asio::buffer(answer), as_tuple_awaitable);
    if (answer.find(" 200 ") == std::string::npos) co_return;
    auto server = std::make_shared<tcp::socket>(client->get_executor());
    co_await server->async_connect(tcp::endpoint(asio::ip::address_v4::loopback(), target), as_tuple_awaitable);
    tasks_.spawn("pump", pump(server, client));
    co_await pump(client, server);
  }
  static Awaitable<void> pump(std::shared_ptr<tcp::socket> from, std::shared_ptr<tcp::socket> to) {
    std::array<char, 4096> room{};
    while (true) {
      const auto [error, count] = co_await from->async_read_some(asio::buffer(room), as_tuple_awaitable);
      if (error) break;
      co_await asio::async_write(*to, asio::buffer(room.data(), count), as_tuple_awaitable);
    }
    boost::system::error_code ignored;
    to->close(ignored);
  }
  std::string wanted_;
  tcp::acceptor acceptor_;
  TaskGroup tasks_;
};

Awaitable<void> echo(std::shared_ptr<WebSocket> socket) {
  auto message = co_await socket->receive();
  if (message) socket->send(message->kind, "echo " + message->data);
  co_await socket->receive();
}

Awaitable<Reply> answer(Request request) {
  if (!request.wants_websocket) {
    Response response;
    response.body = "for " + std::string(request.header("host").value_or("nobody"));
    co_return response;
  }
  Upgrade upgrade;
  upgrade.serve = [](std::shared_ptr<WebSocket> socket) { return echo(std::move(socket)); };
  co_return upgrade;
}

class ThroughAProxy : public testing::Test {
 protected:
  void serve(const std::string& proxy_user, WebServerConfig config = {}) {
    server_ = std::move(WebServer::create(loop_.get_executor(), std::move(config), answer).value());
    proxy_ = std::make_unique<LittleProxy>(loop_, "bWU6c2VjcmV0");  // me:secret
    proxy_->target = server_->port();
    const auto address = "http://" + proxy_user + "127.0.0.1:" + std::to_string(proxy_->port());
    setenv("https_proxy", address.c_str(), 1);
    setenv("http_proxy", address.c_str(), 1);
  }
  void TearDown() override {
    unsetenv("https_proxy");
    unsetenv("http_proxy");
    test::run(loop_, proxy_->close());
    test::run(loop_, server_->close());
  }
  Result<Response> get(const std::string& url) {
    ClientRequest request;
    request.url = url;
    return test::run(loop_, fetch(std::move(request)));
  }
  asio::io_context loop_;
  std::unique_ptr<WebServer> server_;
  std::unique_ptr<LittleProxy> proxy_;
};

TEST_F(ThroughAProxy, AHostOnlyTheProxyKnowsIsReached) {
  serve("me:secret@");

  const auto response = get("http://service.invalid:8080/path");

  ASSERT_TRUE(response.has_value()) << response.error().message;
  EXPECT_EQ(response->body, "for service.invalid:8080");
  EXPECT_EQ(proxy_->asked, std::vector<std::string>{"CONNECT service.invalid:8080 HTTP/1.1"});
}

TEST_F(ThroughAProxy, AWebSocketGoesThroughIt) {
  serve("me:secret@");
  WebSocketRequest request;
  request.url = "ws://service.invalid/v1/listen";

  auto socket = test::run(loop_, connect_websocket(std::move(request)));

  ASSERT_TRUE(socket.has_value()) << socket.error().error.message;
  (*socket)->send(MessageKind::Text, "hello");
  EXPECT_EQ(test::run(loop_, (*socket)->receive())->data, "echo hello");
  (*socket)->close();
}

WebServerConfig with(const test::TestCertificate& files) {
  WebServerConfig config;
  config.certificate_file = files.certificate_file;
  config.key_file = files.key_file;
  return config;
}

TEST_F(ThroughAProxy, TlsIsSpokenWithTheHostBehindIt) {
  serve("me:secret@", with(test::certificates->trusted));

  const auto response = get("https://service.invalid/");

  ASSERT_TRUE(response.has_value()) << response.error().message;
  EXPECT_EQ(response->body, "for service.invalid");
  EXPECT_EQ(proxy_->asked, std::vector<std::string>{"CONNECT service.invalid:443 HTTP/1.1"});
}

TEST_F(ThroughAProxy, TlsIsVerifiedInsideTheTunnel) {
  serve("me:secret@", with(test::certificates->stranger));

  const auto response = get("https://service.invalid/");

  ASSERT_FALSE(response.has_value());
  EXPECT_NE(response.error().message.find("TLS with service.invalid"), std::string::npos) << response.error().message;
}

TEST_F(ThroughAProxy, WrongCredentialsAreSaidWithoutThem) {
  serve("me:wrong@");

  const auto response = get("http://service.invalid/");

  ASSERT_FALSE(response.has_value());
  EXPECT_EQ(response.error().kind, ErrorKind::Denied);
  EXPECT_EQ(response.error().message.find("wrong"), std::string::npos);
}

TEST_F(ThroughAProxy, ARefusalNamesTheProxy) {
  serve("me:secret@");
  proxy_->refuse_with = 503;

  const auto response = get("http://service.invalid/");

  ASSERT_FALSE(response.has_value());
  EXPECT_EQ(response.error().kind, ErrorKind::Unavailable);
  EXPECT_NE(response.error().message.find("proxy 127.0.0.1 answered 503"), std::string::npos);
}

}  // namespace
}  // namespace codevoice::net
