// The client against our own RoomService over loopback sockets (a LiveKit server: tests/e2e/livekit.test.mjs), and against servers that fail.
#include "room/room_service_client.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "room/room_rig.hpp"
#include "room/room_service.hpp"

namespace codevoice::room::test {
namespace {

using namespace std::chrono_literals;

/// A web server that answers as it is told, or as the embedded room does.
class Served {
 public:
  explicit Served(net::Handler handler, asio::io_context& loop) : loop_(loop) {
    web_ = std::move(*net::WebServer::create(loop.get_executor(), {}, std::move(handler)));
  }
  ~Served() { codevoice::test::run(loop_, web_->close()); }
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;
  std::string url() const { return "ws://127.0.0.1:" + std::to_string(web_->port()); }

 private:
  asio::io_context& loop_;
  std::unique_ptr<net::WebServer> web_;
};

RoomServiceClient client_of(const std::string& url, const ApiKey& key) {
  RoomServiceConfig config;
  config.url = url;
  config.key = key;
  config.deadline = 300ms;
  return RoomServiceClient(config);
}

net::Handler answers(unsigned status, std::string body) {
  return [status, body](net::Request) -> Awaitable<net::Reply> {
    net::Response response;
    response.status = status;
    response.body = body;
    co_return response;
  };
}

/// Our own rooms, with the time of the system, which the client signs by.
class RoomServiceOver : public ::testing::Test {
 protected:
  RoomServiceOver() {
    RoomServiceShard shard;
    shard.executor = rig.loop.get_executor();
    shard.rooms = rig.server.get();
    web = std::make_unique<Served>(make_room_service({shard}, rig.key, clock), rig.loop);
  }
  template <class T>
  T ask(Awaitable<T> call) {
    return codevoice::test::run(rig.loop, std::move(call));
  }
  RoomRig rig;
  SystemClock clock;
  std::unique_ptr<Served> web;
};

TEST_F(RoomServiceOver, MakesListsAndDeletesRooms) {
  const auto client = client_of(web->url() + "/", rig.key);
  wire::CreateRoomRequest wanted;
  wanted.set_name("room");
  wanted.set_max_participants(2);

  const auto made = ask(client.create_room(wanted));
  const auto rooms = ask(client.list_rooms());
  const auto deleted = ask(client.delete_room("room"));
  const auto again = ask(client.delete_room("room"));

  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->max_participants(), 2U);
  ASSERT_TRUE(rooms);
  ASSERT_EQ(rooms->size(), 1U);
  EXPECT_EQ(rooms->front().name(), "room");
  EXPECT_TRUE(deleted);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, ErrorKind::NotFound);
  EXPECT_EQ(again.error().message, "DeleteRoom: requested room does not exist (not_found)");
}

TEST_F(RoomServiceOver, SeesChangesAndRemovesParticipants) {
  const auto alice = rig.speaker(rig.claims("alice"));
  const auto client = client_of(web->url(), rig.key);
  wire::UpdateParticipantRequest rename;
  rename.set_room("room");
  rename.set_identity("alice");
  rename.set_name("Alice B");
  wire::MuteRoomTrackRequest mute;
  mute.set_room("room");
  mute.set_identity("alice");
  mute.set_track_sid(rig.server->find("room")->by_identity("alice")->tracks.at(0).info.sid());
  mute.set_muted(true);
  wire::SendDataRequest data;
  data.set_room("room");
  data.set_data("hi");

  const auto people = ask(client.list_participants("room"));
  const auto renamed = ask(client.update_participant(rename));
  const auto muted = ask(client.mute_published_track(mute));
  const auto sent = ask(client.send_data(data));
  const auto one = ask(client.get_participant("room", "alice"));
  const auto removed = ask(client.remove_participant("room", "alice"));
  const auto nobody = ask(client.list_participants("room"));

  ASSERT_TRUE(people && people->size() == 1);
  EXPECT_EQ(renamed->name(), "Alice B");
  EXPECT_TRUE(muted && sent && removed);
  EXPECT_TRUE(one->tracks(0).muted());
  EXPECT_EQ(alice.transport->data.at(0).second.user().payload(), "hi");
  EXPECT_TRUE(nobody->empty());
}

TEST_F(RoomServiceOver, AForeignKeyIsDenied) {
  const auto refused = ask(client_of(web->url(), {"devkey", "another-secret-of-32-characters!!"}).list_rooms());

  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::Denied);
}

TEST_F(RoomServiceOver, OursIsToldFromALiveKitServer) {
  const Served ours(rig.server->signalling_handler(), rig.loop);
  const Served livekit(answers(200, "OK"), rig.loop);
  const Served page(answers(404, "<html>"), rig.loop);

  EXPECT_EQ(*ask(find_server(ours.url(), 1s)), ServerKind::CodeVoice);
  EXPECT_EQ(*ask(find_server(livekit.url(), 1s)), ServerKind::LiveKit);
  EXPECT_EQ(ask(find_server(page.url(), 1s)).error().kind, ErrorKind::Protocol);
  EXPECT_EQ(ask(find_server("ws://127.0.0.1:1", 1s)).error().kind, ErrorKind::Unavailable);
}

TEST_F(RoomServiceOver, AServerThatFailsGivesAnErrorOfItsKindInTime) {
  const Served broken(answers(502, "<html>bad gateway</html>"), rig.loop);
  const Served nonsense(answers(200, "\xff\xff\xff"), rig.loop);
  const auto never = [](net::Request) -> Awaitable<net::Reply> {
    asio::steady_timer timer(co_await asio::this_coro::executor, 5s);
    co_await timer.async_wait(as_tuple_awaitable);
    co_return net::Response();
  };
  const Served silent(never, rig.loop);

  EXPECT_EQ(ask(client_of(broken.url(), rig.key).list_rooms()).error().kind, ErrorKind::Unavailable);
  EXPECT_EQ(ask(client_of(nonsense.url(), rig.key).list_rooms()).error().kind, ErrorKind::Protocol);
  EXPECT_EQ(ask(client_of(silent.url(), rig.key).list_rooms()).error().kind, ErrorKind::Timeout);
  EXPECT_EQ(ask(client_of("ws://127.0.0.1:1", rig.key).list_rooms()).error().kind, ErrorKind::Unavailable);
}

TEST(HttpUrl, TakesWhatAServerUrlMayLookLike) {
  EXPECT_EQ(http_url("ws://host:7880/"), "http://host:7880");
  EXPECT_EQ(http_url("wss://host/prefix//"), "https://host/prefix");
  EXPECT_EQ(http_url("https://host"), "https://host");
}

}  // namespace
}  // namespace codevoice::room::test
