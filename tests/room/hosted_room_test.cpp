// What happens between those inside a room, asked for through the server as clients do.
#include "room/hosted_room.hpp"

#include <gtest/gtest.h>

#include "room/room_rig.hpp"

namespace codevoice::room::test {
namespace {

using namespace std::chrono_literals;
using Case = wire::SignalResponse::MessageCase;

wire::SignalRequest offer_request(const wire::SessionDescription& offer) {
  wire::SignalRequest request;
  *request.mutable_offer() = offer;
  return request;
}
wire::SignalRequest track_request(const std::string& cid, int type, int source) {
  wire::SignalRequest request;
  request.mutable_add_track()->set_cid(cid);
  request.mutable_add_track()->set_type(type);
  request.mutable_add_track()->set_source(source);
  return request;
}
wire::SignalRequest attributes_request(const std::string& key, const std::string& value) {
  wire::SignalRequest request;
  request.mutable_update_metadata()->set_request_id(9);
  (*request.mutable_update_metadata()->mutable_attributes())[key] = value;
  return request;
}
void say(const Guest& guest, std::uint16_t sequence, std::uint8_t level) {
  const auto packet = rtp_of(77, sequence, level);
  guest.transport->listener().on_rtp(packet, TimePoint{});
}
void say_data(const Guest& guest, const wire::DataPacket& packet, std::string_view label = "_reliable") {
  const auto bytes = packet.SerializeAsString();
  guest.transport->listener().on_data(label, view_of(bytes));
}
wire::DataPacket user_packet(const std::string& payload) {
  wire::DataPacket packet;
  packet.mutable_user()->set_payload(payload);
  packet.set_sequence(4);
  return packet;
}

TEST(HostedRoom, ALateComerHearsWhoIsThereByItsFirstAnswer) {
  RoomRig rig;
  const auto alice = rig.speaker(rig.claims("alice"));
  const auto track = alice.last(Case::kTrackPublished).track_published().track();

  const auto bob = rig.speaker(rig.claims("bob"));

  const auto answer = bob.last(Case::kAnswer).answer();
  EXPECT_EQ(answer.mid_to_track_id().at("1"), track.sid());
  const auto section = parse_sdp(answer.sdp())->sections[1];
  EXPECT_EQ(section.direction, Direction::SendOnly);
  EXPECT_EQ(section.stream_id, alice.sid + "|" + track.sid());
  EXPECT_NE(section.ssrc, 0U);
  EXPECT_EQ(alice.last(Case::kTrackSubscribed).track_subscribed().track_sid(), track.sid());
}

TEST(HostedRoom, ATrackPublishedLaterMakesTheOthersOfferAgain) {
  RoomRig rig;
  const auto alice = rig.speaker(rig.claims("alice"));
  EXPECT_TRUE(alice.all(Case::kMediaSectionsRequirement).empty());
  const auto bob = rig.speaker(rig.claims("bob"), 0);  // without a free section itself

  EXPECT_EQ(alice.last(Case::kMediaSectionsRequirement).media_sections_requirement().num_audios(), 0U);
  EXPECT_EQ(bob.last(Case::kMediaSectionsRequirement).media_sections_requirement().num_audios(), 1U);
  rig.send(alice, offer_request(RoomRig::offer("alice", 2, 2)));

  const auto answer = alice.last(Case::kAnswer).answer();
  EXPECT_EQ(answer.id(), 2U);
  EXPECT_EQ(answer.mid_to_track_id().at("1"), bob.last(Case::kTrackPublished).track_published().track().sid());
}

TEST(HostedRoom, AudioIsForwardedUnderTheListenersOwnNumbers) {
  RoomRig rig;
  const auto alice = rig.speaker(rig.claims("alice"));
  const auto bob = rig.speaker(rig.claims("bob"));

  for (std::uint16_t i = 0; i < 3; ++i) say(alice, static_cast<std::uint16_t>(65'534 + i), 30);

  EXPECT_TRUE(alice.transport->rtp.empty());
  ASSERT_EQ(bob.transport->rtp.size(), 3U);
  const auto first = rtc::parse_rtp(bob.transport->rtp[0]);
  const auto third = rtc::parse_rtp(bob.transport->rtp[2]);
  const auto announced = parse_sdp(bob.last(Case::kAnswer).answer().sdp())->sections[1];
  EXPECT_EQ(first->ssrc, announced.ssrc);
  EXPECT_EQ(first->payload_type, kOurOpusType);
  EXPECT_EQ(static_cast<std::uint16_t>(third->sequence - first->sequence), 2);
  EXPECT_TRUE(first->extension.empty());  // the sender's MID would break the listener's demux
  EXPECT_EQ(Bytes(first->payload.begin(), first->payload.end()), (Bytes{0xF8, 0xFF, 0xFE}));
}

TEST(HostedRoom, ADisabledTrackIsNotForwardedUntilItIsWantedAgain) {
  RoomRig rig;
  const auto alice = rig.speaker(rig.claims("alice"));
  const auto bob = rig.speaker(rig.claims("bob"));
  wire::SignalRequest setting;
  setting.mutable_track_setting()->add_track_sids(alice.last(Case::kTrackPublished).track_published().track().sid());
  setting.mutable_track_setting()->set_disabled(true);

  rig.send(bob, setting);
  say(alice, 1, 30);
  EXPECT_TRUE(bob.transport->rtp.empty());
  setting.mutable_track_setting()->set_disabled(false);
  rig.send(bob, setting);
  say(alice, 2, 30);
  EXPECT_EQ(bob.transport->rtp.size(), 1U);
}

TEST(HostedRoom, ATrackOfOneWhoLeftFreesItsSectionThroughAnInactiveAnswer) {
  RoomRig rig;
  const auto alice = rig.speaker(rig.claims("alice"));
  const auto bob = rig.speaker(rig.claims("bob"));
  wire::SignalRequest leave;
  leave.mutable_leave();
  rig.send(alice, leave);
  const auto carol = rig.speaker(rig.claims("carol"));

  const auto direction_after = [&](std::uint32_t id) {
    rig.send(bob, offer_request(RoomRig::offer("bob", id, 1)));
    return parse_sdp(bob.last(Case::kAnswer).answer().sdp())->sections[1].direction;
  };
  EXPECT_EQ(direction_after(2), Direction::Inactive);
  EXPECT_EQ(direction_after(3), Direction::SendOnly);
  EXPECT_EQ(bob.last(Case::kAnswer).answer().mid_to_track_id().at("1"), carol.last(Case::kTrackPublished).track_published().track().sid());
}

TEST(HostedRoom, AnIceRestartIsAnsweredWithNewCredentialsUnseenByTheOthers) {
  RoomRig rig;
  const auto alice = rig.speaker(rig.claims("alice"));
  const auto bob = rig.speaker(rig.claims("bob"));
  const auto before = parse_sdp(alice.last(Case::kAnswer).answer().sdp())->transport.ice.ufrag;
  bob.forget();

  rig.send(alice, offer_request(RoomRig::offer("alice", 2, 2)));
  EXPECT_EQ(parse_sdp(alice.last(Case::kAnswer).answer().sdp())->transport.ice.ufrag, before);
  rig.send(alice, offer_request(RoomRig::offer("alice", 3, 2, "new-frag")));

  EXPECT_NE(parse_sdp(alice.last(Case::kAnswer).answer().sdp())->transport.ice.ufrag, before);
  EXPECT_EQ(alice.transport->remotes.size(), 2U);
  EXPECT_FALSE(bob.told_of("alice"));
}

TEST(HostedRoom, VideoAndForbiddenSourcesAreRefusedInWords) {
  RoomRig rig;
  auto silent = rig.claims("observer");
  silent.video.can_publish = false;
  auto microphone_only = rig.claims("alice");
  microphone_only.video.can_publish_sources = {"microphone"};
  const auto observer = rig.join(silent);
  const auto alice = rig.join(microphone_only);
  const auto bob = rig.join(rig.claims("bob"));

  rig.send(observer, track_request("mic", wire::kAudioTrack, wire::kMicrophone));
  rig.send(alice, track_request("camera", wire::kVideoTrack, 1));
  rig.send(alice, track_request("screen", wire::kAudioTrack, 4));
  rig.send(alice, track_request("mic", wire::kAudioTrack, wire::kMicrophone));

  EXPECT_EQ(observer.last(Case::kRequestResponse).request_response().reason(), wire::kRequestNotAllowed);
  EXPECT_TRUE(observer.all(Case::kTrackPublished).empty());
  const auto refusals = alice.all(Case::kRequestResponse);
  ASSERT_EQ(refusals.size(), 2U);
  EXPECT_EQ(refusals[0].request_response().message(), "this server carries audio only");
  ASSERT_EQ(alice.all(Case::kTrackPublished).size(), 1U);
  EXPECT_EQ(alice.last(Case::kTrackPublished).track_published().cid(), "mic");
  const auto allowed = bob.socket->frames[0].join().participant().permission().can_publish_sources();
  EXPECT_EQ(std::vector<int>(allowed.begin(), allowed.end()), (std::vector{0, wire::kMicrophone, wire::kScreenShareAudio}));
}

TEST(HostedRoom, TracksOfOneParticipantAreLimited) {
  RoomRig rig;
  const auto alice = rig.join(rig.claims("alice"));

  for (int i = 0; i < 6; ++i) rig.send(alice, track_request("mic" + std::to_string(i), wire::kAudioTrack, wire::kMicrophone));

  EXPECT_EQ(alice.all(Case::kTrackPublished).size(), 4U);
  EXPECT_EQ(alice.last(Case::kRequestResponse).request_response().reason(), wire::kRequestLimitExceeded);
}

TEST(HostedRoom, MutingIsToldToAll) {
  RoomRig rig;
  const auto alice = rig.speaker(rig.claims("alice"));
  const auto bob = rig.speaker(rig.claims("bob"));
  wire::SignalRequest mute;
  mute.mutable_mute()->set_sid(alice.last(Case::kTrackPublished).track_published().track().sid());
  mute.mutable_mute()->set_muted(true);

  rig.send(bob, mute);  // not its own
  EXPECT_FALSE(bob.told_of("alice") && bob.told_of("alice")->tracks(0).muted());
  rig.send(alice, mute);

  EXPECT_TRUE(bob.told_of("alice")->tracks(0).muted());
  EXPECT_TRUE(alice.told_of("alice")->tracks(0).muted());
}

TEST(HostedRoom, AttributesAreMergedLimitedAndNeedTheGrant) {
  RoomLimits limits;
  limits.max_metadata = 100;
  RoomRig rig(limits);
  const auto alice = rig.join(rig.claims("alice"));
  auto plain = rig.claims("bob");
  plain.video.can_update_own_metadata = false;
  const auto bob = rig.join(plain);
  const auto reason = [](const Guest& guest) { return guest.last(Case::kRequestResponse).request_response().reason(); };

  rig.send(alice, attributes_request("a", "1"));
  const auto version = bob.told_of("alice")->version();
  rig.send(alice, attributes_request("b", "2"));
  EXPECT_EQ(reason(alice), wire::kRequestOk);
  EXPECT_EQ(alice.last(Case::kRequestResponse).request_response().request_id(), 9U);
  EXPECT_EQ(bob.told_of("alice")->attributes_size(), 2);
  EXPECT_GT(bob.told_of("alice")->version(), version);
  rig.send(alice, attributes_request("a", ""));
  EXPECT_EQ(bob.told_of("alice")->attributes_size(), 1);
  rig.send(alice, attributes_request("c", std::string(100, 'x')));
  EXPECT_EQ(reason(alice), wire::kRequestLimitExceeded);
  rig.send(bob, attributes_request("a", "1"));
  EXPECT_EQ(reason(bob), wire::kRequestNotAllowed);
  EXPECT_FALSE(alice.told_of("bob") && alice.told_of("bob")->attributes_size() > 0);
}

TEST(HostedRoom, DataGoesToThoseNamedUnderTheSendersOwnName) {
  RoomRig rig;
  const auto alice = rig.speaker(rig.claims("alice"));
  const auto bob = rig.speaker(rig.claims("bob"));
  const auto carol = rig.speaker(rig.claims("carol"));
  auto forged = user_packet("hello");
  forged.set_participant_identity("carol");
  forged.set_participant_sid(carol.sid);
  auto for_carol = user_packet("psst");
  for_carol.add_destination_identities("carol");

  say_data(alice, forged);
  say_data(alice, for_carol, "_lossy");
  say_data(alice, user_packet("elsewhere"), "_other");
  alice.transport->listener().on_data("_reliable", view_of("\x0a"));

  ASSERT_EQ(bob.transport->data.size(), 1U);
  const auto& [label, packet] = bob.transport->data[0];
  EXPECT_EQ(label, "_reliable");
  EXPECT_EQ(packet.participant_identity(), "alice");
  EXPECT_EQ(packet.participant_sid(), alice.sid);
  EXPECT_EQ(packet.sequence(), 4U);
  EXPECT_EQ(packet.user().payload(), "hello");
  ASSERT_EQ(carol.transport->data.size(), 2U);
  EXPECT_EQ(carol.transport->data[1].first, "_lossy");
  EXPECT_TRUE(alice.transport->data.empty());
}

TEST(HostedRoom, OnlyAgentsSpeakForOthersAndOnlyInTextStreams) {
  RoomRig rig;
  auto agent = rig.claims("interviewer");
  agent.kind = "agent";
  auto mute = rig.claims("mute");
  mute.video.can_publish_data = false;
  const auto bot = rig.speaker(agent);
  const auto quiet = rig.speaker(mute);
  const auto alice = rig.speaker(rig.claims("alice"));
  wire::DataPacket caption;
  caption.set_participant_identity("alice");
  caption.mutable_stream_header()->set_topic("lk.transcription");

  say_data(bot, caption);
  say_data(quiet, caption);
  say_data(alice, caption);

  ASSERT_EQ(alice.transport->data.size(), 1U);
  EXPECT_EQ(alice.transport->data[0].second.participant_identity(), "alice");
  EXPECT_EQ(alice.transport->data[0].second.participant_sid(), bot.sid);
  ASSERT_EQ(bot.transport->data.size(), 1U);
  EXPECT_EQ(bot.transport->data[0].second.participant_sid(), alice.sid);
}

TEST(HostedRoom, WhoSpeaksAndWhoStoppedIsTold) {
  RoomRig rig;
  const auto alice = rig.speaker(rig.claims("alice"));
  const auto bob = rig.speaker(rig.claims("bob"));

  say(alice, 1, 20);
  say(bob, 1, 100);
  rig.pass(400ms);
  ASSERT_EQ(bob.all(Case::kSpeakersChanged).size(), 1U);
  const auto speaks = bob.last(Case::kSpeakersChanged).speakers_changed();
  ASSERT_EQ(speaks.speakers_size(), 1);
  EXPECT_EQ(speaks.speakers(0).sid(), alice.sid);
  EXPECT_TRUE(speaks.speakers(0).active());
  rig.pass(2s);

  ASSERT_EQ(bob.all(Case::kSpeakersChanged).size(), 2U);
  EXPECT_FALSE(bob.last(Case::kSpeakersChanged).speakers_changed().speakers(0).active());
}

TEST(HostedRoom, AHiddenParticipantIsSeenByNobodyButItself) {
  RoomRig rig;
  const auto alice = rig.speaker(rig.claims("alice"));
  auto hidden = rig.claims("recruiter");
  hidden.video.hidden = true;

  const auto recruiter = rig.speaker(hidden);
  rig.send(recruiter, attributes_request("a", "1"));
  say(recruiter, 1, 10);
  rig.pass(1s);
  EXPECT_TRUE(alice.all(Case::kMediaSectionsRequirement).empty());
  const auto bob = rig.speaker(rig.claims("bob"));
  rig.cut(recruiter);
  rig.pass(20s);

  EXPECT_FALSE(alice.told_of("recruiter"));
  EXPECT_FALSE(bob.told_of("recruiter"));
  EXPECT_EQ(bob.socket->frames[0].join().other_participants_size(), 1);
  EXPECT_TRUE(alice.all(Case::kSpeakersChanged).empty());
  EXPECT_EQ(recruiter.told_of("recruiter")->attributes().at("a"), "1");
  EXPECT_EQ(recruiter.told_of("bob")->sid(), bob.sid);
}

}  // namespace
}  // namespace codevoice::room::test
