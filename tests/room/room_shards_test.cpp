#include "room/room_shards.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <set>
#include <thread>

#include "base/loop_thread.hpp"
#include "net/loose_connection.hpp"
#include "room/room_client.hpp"
#include "room/room_server.hpp"
#include "rtc/shard_hub.hpp"
#include "support/run_awaitable.hpp"
#include "support/temp_dir.hpp"
#include "support/test_certificate.hpp"

namespace codevoice::room {
namespace {

using namespace std::chrono_literals;

const ApiKey kKey{"devkey", "secret-of-the-tests-32-characters"};

TEST(RoomShards, ARoomAlwaysHasTheSameShard) {
  // fixed by number: a colleague's process must agree
  EXPECT_EQ(shard_of_room("interview-room-1", 1), 0U);
  for (const auto* room : {"interview-room-1", "a", ""}) EXPECT_EQ(shard_of_room(room, 7), shard_of_room(std::string(room), 7));
}

TEST(RoomShards, ManyRoomsAreSpreadEvenly) {
  std::array<int, 4> rooms{};
  for (int i = 0; i < 4000; ++i) ++rooms[shard_of_room("interview-room-" + std::to_string(i), rooms.size())];

  for (const auto count : rooms) EXPECT_NEAR(count, 1000, 150);
}

TEST(RoomShards, TheTokenComesFromTheQueryOrTheHeader) {
  net::Request request;
  EXPECT_EQ(token_of(request), "");
  request.headers = {{"authorization", "Bearer of-the-header"}};
  EXPECT_EQ(token_of(request), "of-the-header");
  request.query = {{"access_token", "of-the-query"}};
  EXPECT_EQ(token_of(request), "of-the-query");
}

/// Notes the texts it gets.
struct Listener final : RoomListener {
  void on_participant_joined(const Participant&) override {}
  void on_participant_left(const Participant&, LeaveReason) override {}
  void on_participant_updated(const Participant&) override {}
  void on_audio_subscribed(const Participant&, std::string_view) override {}
  void on_audio_unsubscribed(const Participant&, std::string_view) override {}
  void on_audio_muted(const Participant&, bool) override {}
  void on_audio(const Participant&, const RemoteAudioFrame&) override {}
  void on_text(const TextMessage& message) override { texts.insert(message.from_identity + ": " + message.text); }
  void on_our_audio_subscribed() override {}
  void on_disconnected(LeaveReason, const std::string&) override {}
  std::set<std::string> texts;
};

/// One media thread with a room server, as serve has it.
struct Shard {
  explicit Shard(unsigned number) : thread("shard-" + std::to_string(number)) {
    rtc::ShardPlace place;
    place.shard = number;
    hub = std::move(*rtc::ShardHub::create(thread.executor(), {}, place));
    RoomServerConfig config;
    config.key = kKey;
    rooms = std::make_unique<RoomServer>(thread.executor(), *hub, config, clock);
    rooms->on_joined = [this](const std::string&, const Participant& who) { joined.insert({who.identity, std::this_thread::get_id()}); };
    adopting = net::WebServer::create_adopting(thread.executor(), rooms->signalling_handler());
  }
  SignallingShard way() {
    return {thread.executor(), rooms->signalling_handler(), [this](std::shared_ptr<net::LooseConnection> connection) {
              asio::post(thread.executor(), [this, connection] { adopting->adopt(std::move(*connection)); });
            }};
  }
  Awaitable<bool> close() {
    co_await rooms->close();
    co_await adopting->close();
    hub->close();
    co_return true;
  }

  LoopThread thread;
  SystemClock clock;
  std::unique_ptr<rtc::ShardHub> hub;
  std::unique_ptr<RoomServer> rooms;
  std::unique_ptr<net::WebServer> adopting;
  std::set<std::pair<std::string, std::thread::id>> joined;
};

class SeveralShards : public testing::TestWithParam<Signalling> {
 protected:
  void SetUp() override {
    for (unsigned number = 0; number < 2; ++number) shards_.push_back(std::make_unique<Shard>(number));
    net::WebServerConfig config;
    if (GetParam() == Signalling::Tls) {
      config.certificate_file = certificate().certificate_file;
      config.key_file = certificate().key_file;
    }
    auto port = net::WebServer::create(shards_[0]->thread.executor(), config, route_signalling({shards_[0]->way(), shards_[1]->way()}, GetParam()));
    ASSERT_TRUE(port) << port.error().message;
    port_ = std::move(*port);
    client_hub_ = std::move(*rtc::TransportHub::create(loop_.get_executor(), {}));
    for (const auto& shard : shards_) ASSERT_TRUE(shard->thread.start());
  }
  /// One for the whole process: the client's TLS reads what it trusts once.
  static const test::TestCertificate& certificate() {
    static const test::TempDir folder;
    static const auto files = [] {
      auto made = test::write_test_certificate(folder.path(), "server", "DNS:localhost,IP:127.0.0.1");
      setenv("SSL_CERT_FILE", made.certificate_file.c_str(), 1);
      return made;
    }();
    return files;
  }
  void TearDown() override {
    test::run(loop_, close_links());
    client_hub_->close();
    for (const auto& shard : shards_) test::run(loop_, run_on(shard->thread.executor(), shard->close()));
    test::run(loop_, run_on(shards_[0]->thread.executor(), close_port()));
    for (const auto& shard : shards_) shard->thread.stop();
  }
  Awaitable<bool> close_port() {
    co_await port_->close();
    co_return true;
  }
  Awaitable<bool> join(std::string room, std::string identity) {
    RoomClientConfig config;
    config.url = std::string(GetParam() == Signalling::Tls ? "wss" : "ws") + "://localhost:" + std::to_string(port_->port());
    config.token = make_join_token(kKey, room, identity, 10min);
    auto& listener = listeners_.emplace_back(std::make_unique<Listener>());
    auto link = co_await connect_room(*client_hub_, std::move(config), *listener, clock_);
    if (!link) ADD_FAILURE() << link.error().message;
    if (link) links_.push_back(std::move(*link));
    co_return link.has_value();
  }
  Awaitable<ErrorKind> refusal(RoomClientConfig config, Listener& listener) {
    auto link = co_await connect_room(*client_hub_, std::move(config), listener, clock_);
    co_return link ? ErrorKind::Internal : link.error().kind;
  }
  static Awaitable<std::set<std::pair<std::string, std::thread::id>>> joined_at(Shard& shard) { co_return shard.joined; }
  Awaitable<bool> close_links() {
    for (const auto& link : links_) co_await link->close();
    co_return true;
  }

  bool run_until(const std::function<bool()>& done) {
    const auto limit = std::chrono::steady_clock::now() + 30s;
    while (!done() && std::chrono::steady_clock::now() < limit) {
      loop_.restart();
      loop_.run_one_for(20ms);
    }
    return done();
  }
  /// A text of one participant reaches the other.
  bool hears(std::size_t sender, std::size_t receiver) {
    TextMessage message;
    message.topic = "lk.chat";
    message.text = "hello";
    links_[sender]->send_text(message);
    const auto wanted = links_[sender]->self().identity + ": hello";
    return run_until([&] { return listeners_[receiver]->texts.contains(wanted); });
  }

  asio::io_context loop_;
  SystemClock clock_;
  std::vector<std::unique_ptr<Shard>> shards_;
  std::unique_ptr<net::WebServer> port_;
  std::unique_ptr<rtc::TransportHub> client_hub_;
  std::vector<std::unique_ptr<Listener>> listeners_;
  std::vector<std::unique_ptr<RoomLink>> links_;
};

TEST_P(SeveralShards, EachRoomLivesOnItsOwnThreadAndItsParticipantsMeet) {
  std::set<std::size_t> used;
  for (int i = 0; i < 6; ++i) {
    const auto room = "room-" + std::to_string(i);
    ASSERT_TRUE(test::run(loop_, join(room, room + "-a")));
    ASSERT_TRUE(test::run(loop_, join(room, room + "-b")));
    used.insert(shard_of_room(room, shards_.size()));
  }
  ASSERT_EQ(used.size(), 2U) << "the names of the rooms must lead to both";
  ASSERT_TRUE(run_until([this] { return std::all_of(links_.begin(), links_.end(), [](const auto& link) { return link->others().size() == 1; }); }));

  for (std::size_t i = 0; i < links_.size(); i += 2) {
    EXPECT_TRUE(hears(i, i + 1)) << i;
    EXPECT_TRUE(hears(i + 1, i)) << i;
  }

  for (std::size_t shard = 0; shard < shards_.size(); ++shard) {
    const auto seen = test::run(loop_, run_on(shards_[shard]->thread.executor(), joined_at(*shards_[shard])));
    EXPECT_FALSE(seen.empty());
    for (const auto& [identity, thread] : seen) {
      EXPECT_EQ(shard_of_room(identity.substr(0, identity.size() - 2), shards_.size()), shard) << identity;
      EXPECT_EQ(thread, seen.begin()->second);
    }
  }
}

TEST_P(SeveralShards, ABadTokenIsRefusedInWords) {
  RoomClientConfig config;
  config.url = std::string(GetParam() == Signalling::Tls ? "wss" : "ws") + "://localhost:" + std::to_string(port_->port());
  for (int i = 0; i < 4; ++i) {  // for rooms of both shards
    config.token = make_join_token({kKey.key, "another secret, as long as the one"}, "room-" + std::to_string(i), "eve", 10min);
    Listener listener;

    const auto refused = test::run(loop_, refusal(config, listener));

    EXPECT_EQ(refused, ErrorKind::Denied);
  }
}

INSTANTIATE_TEST_SUITE_P(Over, SeveralShards, testing::Values(Signalling::Plain, Signalling::Tls),
                         [](const auto& of) { return of.param == Signalling::Tls ? "Tls" : "Plain"; });

}  // namespace
}  // namespace codevoice::room
