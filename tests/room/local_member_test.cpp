// A participant of this process (the interviewer) among remote ones.
#include "room/local_member.hpp"

#include <gtest/gtest.h>

#include "audio/opus_encoder.hpp"
#include "room/room_rig.hpp"
#include "support/tones.hpp"

namespace codevoice::room::test {
namespace {

using namespace std::chrono_literals;
using Case = wire::SignalResponse::MessageCase;

struct Ears final : RoomListener {
  void on_participant_joined(const Participant& who) override { joined.push_back(who.identity); }
  void on_participant_left(const Participant& who, LeaveReason why) override { left.emplace_back(who.identity, why); }
  void on_participant_updated(const Participant& who) override { attributes = who.attributes; }
  void on_audio_subscribed(const Participant& who, std::string_view) override { heard.push_back(who.identity); }
  void on_audio_unsubscribed(const Participant&, std::string_view) override {}
  void on_audio_muted(const Participant&, bool muted) override { mutes.push_back(muted); }
  void on_audio(const Participant&, const RemoteAudioFrame& frame) override {
    ++frames;
    if (audio::level_dbfs(frame.pcm) > -30.0) ++loud_frames;
  }
  void on_text(const TextMessage& message) override { texts.push_back(message); }
  void on_our_audio_subscribed() override { ++subscribed; }
  void on_disconnected(LeaveReason why, const std::string&) override { ends.push_back(why); }

  std::vector<std::string> joined, heard;
  std::vector<std::pair<std::string, LeaveReason>> left;
  std::map<std::string, std::string> attributes;
  std::vector<bool> mutes;
  std::vector<TextMessage> texts;
  std::vector<LeaveReason> ends;
  int frames = 0, loud_frames = 0, subscribed = 0;
};

/// The interviewer in a room, listening.
struct Interviewer {
  Ears ears;  // outlives the room
  RoomRig rig;
  std::unique_ptr<RoomLink> link;

  Interviewer() { join(); }
  void join() {
    LocalParticipant who;
    who.identity = "interviewer";
    who.zero = rig.clock.now();
    link = std::move(*rig.server->join_local("room", who, ears));
    rig.settle();
  }
  ~Interviewer() {
    if (link) codevoice::test::run(rig.loop, link->close());
  }
};

TEST(LocalMember, SeesAndIsSeenAsAnAgentWithAVoice) {
  Interviewer bot;

  const auto alice = bot.rig.speaker(bot.rig.claims("alice"));

  const auto& join = alice.socket->frames[0].join();
  ASSERT_EQ(join.other_participants_size(), 1);
  EXPECT_EQ(join.other_participants(0).kind(), wire::kAgentKind);
  EXPECT_EQ(join.other_participants(0).tracks_size(), 1);
  EXPECT_EQ(alice.last(Case::kAnswer).answer().mid_to_track_id().at("1"), join.other_participants(0).tracks(0).sid());
  EXPECT_EQ(bot.ears.joined, std::vector<std::string>{"alice"});
  EXPECT_EQ(bot.ears.heard, std::vector<std::string>{"alice"});
  EXPECT_EQ(bot.ears.subscribed, 1);
  EXPECT_TRUE(bot.link->heard_by_someone());
  EXPECT_EQ(bot.link->others().size(), 1U);
}

TEST(LocalMember, ItsVoiceGoesOutWithATimelineThatSilenceMovesOn) {
  Interviewer bot;
  const auto alice = bot.rig.speaker(bot.rig.claims("alice"));

  bot.link->send_audio(Bytes{1, 2, 3}, 20);
  bot.link->send_audio({}, 127);
  bot.link->send_audio(Bytes{4}, 20);

  ASSERT_EQ(alice.transport->rtp.size(), 2U);
  const auto first = rtc::parse_rtp(alice.transport->rtp[0]);
  const auto second = rtc::parse_rtp(alice.transport->rtp[1]);
  EXPECT_EQ(first->ssrc, parse_sdp(alice.last(Case::kAnswer).answer().sdp())->sections[1].ssrc);
  EXPECT_EQ(second->timestamp - first->timestamp, 1'920U);
  EXPECT_EQ(static_cast<std::uint16_t>(second->sequence - first->sequence), 1);
  EXPECT_EQ(bot.link->playout().samples_sent, 2'880U);
}

TEST(LocalMember, IsOnTheListOfSpeakersWhileItSpeaks) {
  Interviewer bot;
  const auto alice = bot.rig.speaker(bot.rig.claims("alice"));

  bot.link->send_audio(Bytes{1, 2, 3}, 20);
  bot.rig.pass(400ms);
  ASSERT_EQ(alice.all(Case::kSpeakersChanged).size(), 1U);
  const auto speaks = alice.last(Case::kSpeakersChanged).speakers_changed();
  ASSERT_EQ(speaks.speakers_size(), 1);
  EXPECT_EQ(speaks.speakers(0).sid(), bot.link->self().sid);
  EXPECT_TRUE(speaks.speakers(0).active());
  bot.rig.pass(2s);

  ASSERT_EQ(alice.all(Case::kSpeakersChanged).size(), 2U);
  EXPECT_FALSE(alice.last(Case::kSpeakersChanged).speakers_changed().speakers(0).active());
}

TEST(LocalMember, HearsAFrameEveryTwentyMilliseconds) {
  Interviewer bot;
  const auto alice = bot.rig.speaker(bot.rig.claims("alice"));
  auto encoder = audio::OpusEncoder::create({}).value();

  for (std::uint16_t i = 0; i < 50; ++i) {
    const auto opus = encoder.encode(codevoice::test::tone(960, 440.0, 48'000, 8000.0, i * 960U)).value();
    rtc::RtpHeader header;
    header.payload_type = kOurOpusType;
    header.sequence = i;
    header.timestamp = i * 960U;
    header.ssrc = 77;
    const auto packet = rtc::make_rtp(header, opus);
    alice.transport->listener().on_rtp(packet, bot.rig.clock.now());
    bot.rig.pass(20ms);
  }

  EXPECT_NEAR(bot.ears.frames, 50, 2);
  EXPECT_GT(bot.ears.loud_frames, 35);
}

TEST(LocalMember, TextsGoBothWays) {
  Interviewer bot;
  const auto alice = bot.rig.speaker(bot.rig.claims("alice"));
  TextMessage caption;
  caption.from_identity = "alice";  // what she was heard to say
  caption.topic = "lk.transcription";
  caption.text = "hello";

  bot.link->send_text(caption);
  TextMessage chat;
  chat.topic = "lk.chat";
  chat.text = "can you repeat that?";
  for (auto& packet : make_text_stream(chat, 0)) {
    const auto bytes = packet.SerializeAsString();
    alice.transport->listener().on_data("_reliable", view_of(bytes));
  }

  ASSERT_GE(alice.transport->data.size(), 3U);
  EXPECT_EQ(alice.transport->data[0].second.participant_identity(), "alice");
  EXPECT_EQ(alice.transport->data[0].second.participant_sid(), bot.link->self().sid);
  ASSERT_EQ(bot.ears.texts.size(), 1U);
  EXPECT_EQ(bot.ears.texts[0].text, chat.text);
  EXPECT_EQ(bot.ears.texts[0].from_identity, "alice");
}

TEST(LocalMember, LearnsOfMutesAttributesAndLeaving) {
  Interviewer bot;
  const auto alice = bot.rig.speaker(bot.rig.claims("alice"));
  wire::SignalRequest mute;
  mute.mutable_mute()->set_sid(alice.last(Case::kTrackPublished).track_published().track().sid());
  mute.mutable_mute()->set_muted(true);
  wire::SignalRequest update;
  (*update.mutable_update_metadata()->mutable_attributes())["k"] = "v";

  bot.rig.send(alice, mute);
  bot.rig.send(alice, update);
  bot.rig.server->remove_participant("room", "alice", LeaveReason::ParticipantRemoved);

  EXPECT_EQ(bot.ears.mutes, std::vector{true});
  EXPECT_EQ(bot.ears.attributes.at("k"), "v");
  ASSERT_EQ(bot.ears.left.size(), 1U);
  EXPECT_EQ(bot.ears.left[0].second, LeaveReason::ParticipantRemoved);
  EXPECT_FALSE(bot.link->heard_by_someone());
}

TEST(LocalMember, ItsAttributesReachTheOthersUnderANewVersion) {
  Interviewer bot;
  const auto alice = bot.rig.speaker(bot.rig.claims("alice"));

  bot.link->set_attributes({{"lk.agent.state", "listening"}});
  const auto first = alice.told_of("interviewer");
  bot.link->set_attributes({{"lk.agent.state", "speaking"}});
  const auto second = alice.told_of("interviewer");

  EXPECT_EQ(first->attributes().at("lk.agent.state"), "listening");
  EXPECT_EQ(second->attributes().at("lk.agent.state"), "speaking");
  EXPECT_GT(second->version(), first->version());
}

TEST(LocalMember, LeavingIsToldAndTheRoomGoingIsTheEnd) {
  Interviewer bot;
  const auto alice = bot.rig.speaker(bot.rig.claims("alice"));

  codevoice::test::run(bot.rig.loop, bot.link->close());
  EXPECT_EQ(alice.told_of("interviewer")->state(), wire::kDisconnected);
  EXPECT_TRUE(bot.ears.ends.empty());
  bot.join();
  EXPECT_TRUE(bot.rig.server->delete_room("room"));

  EXPECT_EQ(bot.ears.ends.size(), 1U);
  bot.link->send_audio(Bytes{1}, 20);  // into the void, not into a dead room
}

TEST(LocalMember, OneIdentityAndOnePlaceEach) {
  Interviewer bot;
  Ears others;
  LocalParticipant who;
  who.identity = "interviewer";

  EXPECT_EQ(bot.rig.server->join_local("room", who, others).error().kind, ErrorKind::Conflict);
  bot.rig.join(bot.rig.claims("alice"));
  bot.rig.join(bot.rig.claims("bob"));
  who.identity = "observer";
  EXPECT_EQ(bot.rig.server->join_local("room", who, others).error().kind, ErrorKind::Unavailable);
}

}  // namespace
}  // namespace codevoice::room::test
