#include "cli/doctor_room.hpp"

#include <gtest/gtest.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <thread>

#include "http/site.hpp"
#include "net/web_server.hpp"

namespace codevoice::cli {
namespace {

/// A web server on a thread of its own, since doctor's calls block.
class Served {
 public:
  explicit Served(net::Handler handler) {
    auto made = net::WebServer::create(loop_.get_executor(), net::WebServerConfig{}, std::move(handler));
    server_ = std::move(made.value());
    thread_ = std::thread([this] { loop_.run(); });
  }
  ~Served() {
    loop_.stop();
    thread_.join();
  }
  std::uint16_t port() const { return server_->port(); }

 private:
  asio::io_context loop_;
  asio::executor_work_guard<asio::io_context::executor_type> work_{loop_.get_executor()};
  std::unique_ptr<net::WebServer> server_;
  std::thread thread_;
};

net::Handler answers(unsigned status) {
  return [status](net::Request) -> Awaitable<net::Reply> {
    net::Response response;
    response.status = status;
    co_return response;
  };
}

Settings development() {
  Settings settings;
  settings.debug = true;
  settings.livekit_key = "devkey";
  settings.livekit_secret = "secret";
  settings.http = {"127.0.0.1", 1};  // nobody listens on port 1
  settings.rtc = {"127.0.0.1", 1};
  return settings;
}

TEST(RunningCodevoice, SaysWhetherAnInterviewerIsThere) {
  http::SiteConfig with;
  with.interviewer = true;
  const Served interviewing(http::make_site(with));
  const Served rooms_only(http::make_site({}));
  auto settings = development();

  settings.http.port = interviewing.port();
  EXPECT_NE(running_codevoice(settings).value().find("with its interviewer"), std::string::npos);
  settings.http.port = rooms_only.port();
  EXPECT_NE(running_codevoice(settings).value().find("run_bot"), std::string::npos);
}

TEST(RunningCodevoice, NobodyAndStrangersAreNotTakenForIt) {
  const Served stranger(answers(200));
  auto settings = development();

  EXPECT_FALSE(running_codevoice(settings));
  settings.http.port = stranger.port();
  EXPECT_EQ(running_codevoice(settings).error().kind, ErrorKind::NotFound);
}

TEST(CheckRoomServer, AnEmbeddedRoomThatIsNotRunningIsNoFault) {
  EXPECT_NE(check_room_server(development()).value().find("codevoice serve"), std::string::npos);
}

TEST(CheckRoomServer, AnotherServerMustAnswer) {
  auto settings = development();
  settings.livekit_url = "ws://localhost:2";

  EXPECT_EQ(check_room_server(settings).error().kind, ErrorKind::Unavailable);
}

TEST(CheckRoomServer, ItsAnswerTellsWhetherTheKeyIsRight) {
  const Served good(answers(200));
  const Served strict(answers(401));
  const Served old(answers(404));
  auto settings = development();
  const auto with = [&](const Served& server) {
    settings.livekit_url = "ws://127.0.0.1:" + std::to_string(server.port()) + "/";
    return check_room_server(settings);
  };

  EXPECT_NE(with(good).value().find("accepts our key"), std::string::npos);
  EXPECT_EQ(with(strict).error().kind, ErrorKind::Denied);
  EXPECT_NE(with(old).error().message.find("404"), std::string::npos);
}

TEST(CheckRoomServer, SaysWhetherTheKeyMayMakeRooms) {
  const auto refuses_calls = [](net::Request request) -> Awaitable<net::Reply> {
    net::Response response;
    response.status = request.path.starts_with("/twirp/") ? 401 : 200;
    co_return response;
  };
  const auto breaks_calls = [](net::Request request) -> Awaitable<net::Reply> {
    net::Response response;
    response.status = request.path.starts_with("/twirp/") ? 500 : 200;
    co_return response;
  };
  const Served all(answers(200));
  const Served joining_only(refuses_calls);
  const Served broken(breaks_calls);
  auto settings = development();
  const auto with = [&](const Served& server) {
    settings.livekit_url = "ws://127.0.0.1:" + std::to_string(server.port());
    return check_room_server(settings);
  };

  EXPECT_NE(with(all).value().find("we may make rooms"), std::string::npos);
  EXPECT_NE(with(joining_only).value().find("may not make rooms"), std::string::npos);
  EXPECT_NE(with(broken).error().message.find("cannot be managed"), std::string::npos);
}

}  // namespace
}  // namespace codevoice::cli
