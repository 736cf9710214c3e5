#include "net/web_server.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <list>

#include "base/log.hpp"
#include "base/task_group.hpp"
#include "net/connection_factory.hpp"
#include "net/loose_connection.hpp"
#include "net/tls_context.hpp"

namespace codevoice::net {
namespace {

using asio::ip::tcp;
constexpr std::chrono::milliseconds kAcceptPause{100};  // when the machine is out of descriptors
constexpr std::chrono::milliseconds kGrace{1000};       // for close frames on shutdown
constexpr std::chrono::milliseconds kGraceStep{20};

/// What the coroutines of a server share; outlives the server object while they end.
struct Shared {
  Shared(const asio::any_io_executor& executor, WebServerConfig settings, Handler answer)
      : config(std::move(settings)), handler(std::make_shared<const Handler>(std::move(answer))), acceptor(executor), tasks(executor, "web_server") {}

  WebServerConfig config;
  std::shared_ptr<const Handler> handler;
  std::shared_ptr<asio::ssl::context> tls;
  tcp::acceptor acceptor;
  std::list<std::weak_ptr<OpenConnection>> open;
  TaskGroup tasks;
};

std::string name_of(const tcp::endpoint& endpoint) {
  const auto address = endpoint.address().to_string();
  const auto host = endpoint.address().is_v6() ? "[" + address + "]" : address;
  return host + ":" + std::to_string(endpoint.port());
}

Awaitable<void> run_connection(std::shared_ptr<Shared> shared, std::shared_ptr<OpenConnection> connection) {
  const auto place = shared->open.insert(shared->open.end(), connection);
  co_await connection->run();
  shared->open.erase(place);
}

std::shared_ptr<OpenConnection> make_connection(Shared& shared, tcp::socket socket) {
  boost::system::error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  const auto peer = name_of(socket.remote_endpoint(ignored));
  if (shared.tls) return make_tls_connection(std::move(socket), shared.tls, shared.handler, peer);
  return make_plain_connection(std::move(socket), shared.handler, peer, std::nullopt);
}

bool is_full(const Shared& shared) {
  if (shared.open.size() < shared.config.max_connections) return false;
  log::warn("net.too_many_connections", {{"limit", shared.config.max_connections}});
  return true;
}

Awaitable<void> accept_all(std::shared_ptr<Shared> shared) {
  co_await asio::this_coro::throw_if_cancelled(false);
  asio::steady_timer pause(shared->acceptor.get_executor());
  while (shared->acceptor.is_open()) {
    auto [error, socket] = co_await shared->acceptor.async_accept(as_tuple_awaitable);
    if (!shared->acceptor.is_open()) co_return;
    if (error) {
      log::warn("net.accept_failed", {{"reason", error.message()}});
      pause.expires_after(kAcceptPause);
      co_await pause.async_wait(as_tuple_awaitable);
      continue;
    }
    if (is_full(*shared)) continue;  // the socket closes here
    shared->tasks.spawn("connection", run_connection(shared, make_connection(*shared, std::move(socket))));
  }
}

class BeastWebServer final : public WebServer {
 public:
  BeastWebServer(asio::any_io_executor executor, WebServerConfig config, Handler handler)
      : shared_(std::make_shared<Shared>(executor, std::move(config), std::move(handler))) {}
  ~BeastWebServer() override { cut(); }
  BeastWebServer(const BeastWebServer&) = delete;
  BeastWebServer& operator=(const BeastWebServer&) = delete;

  Result<void> open() {
    const auto& config = shared_->config;
    if (!config.certificate_file.empty() || !config.key_file.empty()) {
      auto tls = make_server_tls(config.certificate_file, config.key_file);
      if (!tls) return tl::unexpected(tls.error());
      shared_->tls = std::move(*tls);
    }
    boost::system::error_code error;
    const auto address = asio::ip::make_address(config.address, error);
    if (error) return fail(ErrorKind::Invalid, "'" + config.address + "' is not an IP address");
    return listen(tcp::endpoint(address, config.port));
  }

  void start() { shared_->tasks.spawn("accept", accept_all(shared_)); }

  std::uint16_t port() const override { return port_; }

  void adopt(LooseConnection connection) override {
    if (is_full(*shared_)) return;  // the connection closes here
    auto socket = connection.socket.attach(shared_->acceptor.get_executor());
    if (!socket) return log::warn("net.adopt_failed", {{"reason", socket.error().message}});
    auto served = make_plain_connection(std::move(*socket), shared_->handler, std::move(connection.peer), connection.socket.already_read());
    shared_->tasks.spawn("connection", run_connection(shared_, std::move(served)));
  }

  Awaitable<void> close() override {
    const auto shared = shared_;
    boost::system::error_code ignored;
    shared->acceptor.close(ignored);
    for_each_open(*shared, [](OpenConnection& connection) { connection.go_away(); });
    asio::steady_timer step(shared->acceptor.get_executor());
    for (auto waited = kGraceStep; waited < kGrace && !shared->open.empty(); waited += kGraceStep) {
      step.expires_after(kGraceStep);
      co_await step.async_wait(as_tuple_awaitable);
    }
    cut();
    co_await shared->tasks.close();
  }

 private:
  template <class Action>
  static void for_each_open(Shared& shared, Action action) {
    const auto open = shared.open;  // a connection may leave the list while it is being told
    for (const auto& weak : open) {
      if (const auto connection = weak.lock()) action(*connection);
    }
  }

  void cut() {
    boost::system::error_code ignored;
    shared_->acceptor.close(ignored);
    for_each_open(*shared_, [](OpenConnection& connection) { connection.abort(); });
    shared_->tasks.cancel();
  }

  Result<void> listen(const tcp::endpoint& endpoint) {
    auto& acceptor = shared_->acceptor;
    boost::system::error_code error;
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error == asio::error::address_in_use) {
      return fail(ErrorKind::Conflict, name_of(endpoint) + " is already in use by another program");
    }
    if (error) return fail(ErrorKind::Invalid, "cannot listen on " + name_of(endpoint) + ": " + error.message());
    port_ = acceptor.local_endpoint(error).port();
    return {};
  }

  std::shared_ptr<Shared> shared_;
  std::uint16_t port_ = 0;
};

}  // namespace

Result<std::unique_ptr<WebServer>> WebServer::create(asio::any_io_executor executor, WebServerConfig config, Handler handler) {
  auto server = std::make_unique<BeastWebServer>(std::move(executor), std::move(config), std::move(handler));
  auto opened = server->open();
  if (!opened) return tl::unexpected(opened.error());
  server->start();
  return server;
}

std::unique_ptr<WebServer> WebServer::create_adopting(asio::any_io_executor executor, Handler handler) {
  return std::make_unique<BeastWebServer>(std::move(executor), WebServerConfig(), std::move(handler));
}

}  // namespace codevoice::net
