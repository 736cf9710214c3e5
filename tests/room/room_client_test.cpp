// The participant client against the embedded room, over real loopback sockets: RoomClient, ClientConnection and ClientMedia.
#include "room/room_client.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "audio/opus_encoder.hpp"
#include "room/room_server.hpp"
#include "support/tones.hpp"

namespace codevoice::room {
namespace {

using namespace std::chrono_literals;

struct Ears final : RoomListener {
  std::vector<std::string> mutes;
  void on_participant_joined(const Participant& who) override { joined.push_back(who); }
  void on_participant_left(const Participant& who, LeaveReason) override { left.push_back(who); }
  void on_participant_updated(const Participant& who) override { updated[who.identity] = who.attributes; }
  void on_audio_subscribed(const Participant& who, std::string_view) override { heard.push_back(who.identity); }
  void on_audio_unsubscribed(const Participant&, std::string_view) override { ++unheard; }
  void on_audio_muted(const Participant& who, bool muted) override { mutes.push_back(who.identity + (muted ? " off" : " on")); }
  void on_audio(const Participant&, const RemoteAudioFrame& frame) override {
    if (audio::level_dbfs(frame.pcm) > -30.0) ++loud_frames;
  }
  void on_text(const TextMessage& message) override { texts.push_back(message); }
  void on_our_audio_subscribed() override { ++subscribed; }
  void on_disconnected(LeaveReason why, const std::string&) override { ends.push_back(why); }

  std::vector<Participant> joined, left;
  std::map<std::string, std::map<std::string, std::string>> updated;
  std::vector<std::string> heard;
  std::vector<TextMessage> texts;
  std::vector<LeaveReason> ends;
  int unheard = 0, loud_frames = 0, subscribed = 0;
};

/// A room server on a port of its own, and clients in the same loop. Declared after the ears, which outlive the links.
class Embedded {
 public:
  Embedded() : hub_(std::move(*rtc::TransportHub::create(loop_.get_executor(), {}))) {
    RoomServerConfig config;
    config.key = key_;
    config.limits.max_participants = 4;
    server = std::make_unique<RoomServer>(loop_.get_executor(), *hub_, config, clock_);
    web_ = std::move(*net::WebServer::create(loop_.get_executor(), {}, server->signalling_handler()));
  }
  ~Embedded() {
    for (auto& link : links_) finish(link->close());
    finish(server->close());
    finish(web_->close());
    hub_->close();
  }
  Embedded(const Embedded&) = delete;
  Embedded& operator=(const Embedded&) = delete;

  std::string token(const std::string& identity, bool agent = false) const { return make_join_token(key_, "room", identity, 600s, agent); }
  Result<std::unique_ptr<RoomLink>> connect(const std::string& with_token, Ears& ears) {
    RoomClientConfig config;
    config.url = "ws://127.0.0.1:" + std::to_string(web_->port());
    config.token = with_token;
    config.zero = clock_.now();
    std::optional<Result<std::unique_ptr<RoomLink>>> result;
    asio::co_spawn(loop_, connect_room(*hub_, config, ears, clock_), [&](std::exception_ptr, auto made) { result = std::move(made); });
    EXPECT_TRUE(until([&] { return result.has_value(); }));
    return std::move(*result);
  }
  RoomLink& join(const std::string& identity, Ears& ears, bool agent = false) {
    auto link = connect(token(identity, agent), ears);
    if (!link) throw std::runtime_error(link.error().message);
    links_.push_back(std::move(*link));
    return *links_.back();
  }
  /// A tone, until `done`.
  bool speak_until(RoomLink& link, const std::function<bool()>& done) {
    auto encoder = audio::OpusEncoder::create({}).value();
    bool over = false;
    const auto pace = [](Clock& clock, RoomLink& to, audio::OpusEncoder& opus, bool& stop) -> Awaitable<void> {
      for (std::size_t at = 0; !stop; at += 960) {
        to.send_audio(opus.encode(test::tone(960, 440.0, 48'000, 8000.0, at)).value(), 20);
        co_await clock.sleep_for(20ms);
      }
    };
    bool ended = false;
    asio::co_spawn(loop_, pace(clock_, link, encoder, over), [&](std::exception_ptr) { ended = true; });
    const bool came = until(done);
    over = true;
    return until([&] { return ended; }) && came;
  }
  bool until(const std::function<bool()>& done) {
    const auto limit = clock_.now() + 20s;
    loop_.restart();
    while (!done() && clock_.now() < limit) {
      loop_.run_one_for(20ms);
      if (loop_.stopped()) loop_.restart();
    }
    return done();
  }
  std::shared_ptr<Member> member(const std::string& identity) { return server->find("room")->by_identity(identity); }

  asio::io_context& loop() { return loop_; }

 private:
  void finish(Awaitable<void> task) {
    bool done = false;
    asio::co_spawn(loop_, std::move(task), [&](std::exception_ptr) { done = true; });
    EXPECT_TRUE(until([&] { return done; }));
  }

  asio::io_context loop_;
  SystemClock clock_;
  ApiKey key_{"devkey", "a-secret-of-at-least-32-characters"};
  std::unique_ptr<rtc::TransportHub> hub_;
  std::unique_ptr<net::WebServer> web_;
  std::vector<std::unique_ptr<RoomLink>> links_;

 public:
  std::unique_ptr<RoomServer> server;  // goes before the loop
};

TEST(RoomClient, TwoHearEachOtherAndKnowIt) {
  Ears alice_ears, bob_ears;
  Embedded room;
  auto& alice = room.join("alice", alice_ears);
  auto& bob = room.join("bob", bob_ears);

  EXPECT_TRUE(room.speak_until(alice, [&] { return bob_ears.loud_frames > 20; }));
  EXPECT_TRUE(room.speak_until(bob, [&] { return alice_ears.loud_frames > 20; }));

  EXPECT_EQ(alice_ears.subscribed, 1);
  EXPECT_EQ(bob_ears.subscribed, 1);
  EXPECT_TRUE(alice.heard_by_someone());
  EXPECT_EQ(alice_ears.heard, std::vector<std::string>{"bob"});
  EXPECT_EQ(alice.room_name(), "room");
  ASSERT_EQ(bob.others().size(), 1U);
  EXPECT_EQ(bob.others()[0].sid, alice.self().sid);
  EXPECT_EQ(alice.playout().samples_sent % 960, 0U);
  EXPECT_GT(alice.playout().samples_sent, 10U * 960U);  // what came late was concealed, and counts as heard
}

TEST(RoomClient, TextsAndAttributesReachTheOthers) {
  Ears alice_ears, bob_ears;
  Embedded room;
  auto& alice = room.join("alice", alice_ears, true);
  room.join("bob", bob_ears);
  TextMessage message;
  message.topic = "lk.chat";
  message.text = std::string(40'000, 'x') + "ü";
  message.attributes["k"] = "v";

  alice.send_text(message);
  ASSERT_TRUE(room.until([&] { return !bob_ears.texts.empty(); }));
  EXPECT_EQ(bob_ears.texts[0].text, message.text);
  EXPECT_EQ(bob_ears.texts[0].from_identity, "alice");
  EXPECT_EQ(bob_ears.texts[0].attributes.at("k"), "v");
  alice.set_attributes({{"lk.agent.state", "speaking"}});

  EXPECT_TRUE(room.until([&] { return bob_ears.updated["alice"]["lk.agent.state"] == "speaking"; }));
}

TEST(RoomClient, R9TheOthersLearnThatAMicrophoneIsOffAndOnAgain) {
  Ears alice_ears, bob_ears;
  Embedded room;
  auto& alice = room.join("alice", alice_ears);
  room.join("bob", bob_ears);
  ASSERT_TRUE(room.speak_until(alice, [&] { return bob_ears.loud_frames > 5; }));

  alice.set_muted(true);
  ASSERT_TRUE(room.until([&] { return !bob_ears.mutes.empty(); }));
  alice.set_muted(false);
  ASSERT_TRUE(room.until([&] { return bob_ears.mutes.size() == 2; }));

  EXPECT_EQ(bob_ears.mutes, (std::vector<std::string>{"alice off", "alice on"}));
  EXPECT_TRUE(alice_ears.mutes.empty());
}

TEST(RoomClient, ACutSocketIsResumedAndAudioGoesOnUnseen) {
  Ears alice_ears, bob_ears;
  Embedded room;
  auto& alice = room.join("alice", alice_ears);
  room.join("bob", bob_ears);
  ASSERT_TRUE(room.speak_until(alice, [&] { return bob_ears.loud_frames > 5; }));
  const auto sid = alice.self().sid;
  const auto cut = room.member("alice")->socket();

  cut->close(4000);
  ASSERT_TRUE(room.until([&] { return room.member("alice")->socket() && room.member("alice")->socket() != cut; }));
  const auto before = bob_ears.loud_frames;
  EXPECT_TRUE(room.speak_until(alice, [&] { return bob_ears.loud_frames > before + 10; }));

  EXPECT_EQ(alice.self().sid, sid);
  EXPECT_TRUE(bob_ears.left.empty());
  EXPECT_TRUE(alice_ears.ends.empty());
  EXPECT_TRUE(alice_ears.left.empty());
}

TEST(RoomClient, ALostMediaPathIsRejoinedUnderANewSid) {
  Ears alice_ears, bob_ears;
  Embedded room;
  auto& alice = room.join("alice", alice_ears);
  room.join("bob", bob_ears);
  const auto sid = alice.self().sid;

  room.member("alice")->on_failed(Error{ErrorKind::Timeout, "the peer has gone silent"});
  ASSERT_TRUE(room.until([&] { return room.member("alice") && room.member("alice")->connected() && alice.self().sid != sid; }));
  EXPECT_TRUE(room.speak_until(alice, [&] { return bob_ears.loud_frames > 10; }));

  EXPECT_EQ(bob_ears.left.size(), 1U);
  EXPECT_EQ(bob_ears.joined.back().sid, alice.self().sid);
  EXPECT_TRUE(alice_ears.ends.empty());
}

TEST(RoomClient, AfterARejoinItIsWhatItWasAndWhatItSaidMeanwhileIsTold) {
  Ears alice_ears, bob_ears;
  Embedded room;
  auto& alice = room.join("alice", alice_ears, true);  // an agent: it may change its attributes
  room.join("bob", bob_ears);
  alice.set_attributes({{"lk.agent.state", "listening"}, {"more", "kept"}});
  ASSERT_TRUE(room.until([&] { return bob_ears.updated["alice"].contains("more") && alice.heard_by_someone(); }));
  bob_ears.updated.clear();
  const auto sid = alice.self().sid;

  room.member("alice")->on_failed(Error{ErrorKind::Timeout, "the peer has gone silent"});
  ASSERT_TRUE(room.until([&] { return !alice.heard_by_someone(); }));  // it has seen that there is no path for words now
  alice.set_attributes({{"lk.agent.state", "speaking"}});
  TextMessage message;
  message.topic = "lk.transcription";
  message.text = "said while nobody could hear it";
  alice.send_text(message);

  ASSERT_TRUE(room.until([&] { return !bob_ears.texts.empty() && bob_ears.updated["alice"].contains("more"); }));
  EXPECT_NE(alice.self().sid, sid);
  EXPECT_EQ(bob_ears.texts.front().text, message.text);
  EXPECT_EQ(bob_ears.updated["alice"]["lk.agent.state"], "speaking");
  EXPECT_EQ(bob_ears.updated["alice"]["more"], "kept");
}

TEST(RoomClient, BeingRemovedOrReplacedIsTheEnd) {
  Ears first, second;
  Embedded room;
  room.join("alice", first);
  room.join("alice", second);

  ASSERT_TRUE(room.until([&] { return !first.ends.empty(); }));
  EXPECT_EQ(first.ends, std::vector{LeaveReason::DuplicateIdentity});
  room.server->remove_participant("room", "alice", LeaveReason::ParticipantRemoved);
  ASSERT_TRUE(room.until([&] { return !second.ends.empty(); }));

  EXPECT_EQ(second.ends, std::vector{LeaveReason::ParticipantRemoved});
  EXPECT_EQ(room.server->find("room")->size(), 0U);
}

TEST(RoomClient, ARefusalComesWithTheServersWords) {
  Ears ears;
  Embedded room;

  const auto refused = room.connect("no.token.atall", ears);
  room.server->may_join = [](const Claims&) { return std::optional(Error{ErrorKind::Conflict, "an interview is running here"}); };
  const auto busy = room.connect(room.token("alice"), ears);

  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::Denied);
  EXPECT_NE(refused.error().message.find("401"), std::string::npos) << refused.error().message;
  ASSERT_FALSE(busy);
  EXPECT_NE(busy.error().message.find("an interview is running here"), std::string::npos) << busy.error().message;
  EXPECT_TRUE(ears.ends.empty());
}

TEST(RoomClient, LeavingIsSeenAtOnce) {
  Ears alice_ears, bob_ears;
  Embedded room;
  auto& alice = room.join("alice", alice_ears);
  room.join("bob", bob_ears);

  bool closed = false;
  const auto leave = [](RoomLink& link, bool& done) -> Awaitable<void> {
    co_await link.close();
    done = true;
  };
  asio::co_spawn(room.loop(), leave(alice, closed), [](std::exception_ptr) {});

  EXPECT_TRUE(room.until([&] { return closed && bob_ears.left.size() == 1; }));
  EXPECT_TRUE(alice_ears.ends.empty());
}

TEST(RoomClient, ServerUrlsBecomeJoinUrls) {
  EXPECT_EQ(join_url("ws://localhost:7880"), "ws://localhost:7880/rtc/v1");
  EXPECT_EQ(join_url("https://host/prefix/"), "wss://host/prefix/rtc/v1");
  for (const auto* bad : {"", "localhost:7880", "ftp://host", "ws://", "ws://host/?x=1", "ws://ho st"}) {
    EXPECT_EQ(join_url(bad).error().kind, ErrorKind::Invalid) << bad;
  }
}

}  // namespace
}  // namespace codevoice::room
