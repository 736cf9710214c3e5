#include "room/wire_json.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace codevoice::room::wire {
namespace {

ParticipantInfo alice() {
  ParticipantInfo who;
  who.set_sid("PA_1");
  who.set_identity("alice");
  who.set_state(kActive);
  who.set_kind(kAgentKind);
  who.set_joined_at(1'800'000'000'123);
  (*who.mutable_attributes())["lk.agent.state"] = "listening";
  auto& track = *who.add_tracks();
  track.set_sid("TR_1");
  track.set_source(kMicrophone);
  track.add_audio_features(3);
  who.mutable_permission()->set_can_publish(true);
  who.mutable_permission()->add_can_publish_sources(kMicrophone);
  return who;
}

TEST(WireJson, ReadsRequestsWithEitherKindOfNames) {
  const auto snake = read_create_room(R"({"name":"a","empty_timeout":10,"departure_timeout":"20","max_participants":3,"metadata":"m"})");
  const auto camel = read_create_room(R"({"name":"a","emptyTimeout":10,"departureTimeout":20,"maxParticipants":3.0,"metadata":"m","agents":[]})");

  ASSERT_TRUE(snake && camel);
  EXPECT_EQ(snake->SerializeAsString(), camel->SerializeAsString());
  EXPECT_EQ(snake->departure_timeout(), 20U);
  EXPECT_EQ(snake->max_participants(), 3U);
}

TEST(WireJson, AMissingOrNullFieldIsUnset) {
  const auto request = read_mute_track(R"({"room":"r","muted":null})");

  ASSERT_TRUE(request);
  EXPECT_EQ(request->room(), "r");
  EXPECT_FALSE(request->muted());
}

TEST(WireJson, RefusesWhatHasTheWrongTypeByItsName) {
  for (const auto* text : {R"({"name":7})", R"({"name":"a","max_participants":-1})", R"({"name":"a","max_participants":4294967296})",
                           R"({"name":"a","max_participants":1.5})", R"({"name":"a","max_participants":"x"})"}) {
    const auto read = read_create_room(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().kind, ErrorKind::Invalid);
  }
  EXPECT_NE(read_create_room(R"({"maxParticipants":"x"})").error().message.find("max_participants"), std::string::npos);
  for (const auto* text : {"", "[]", "{", "7", "{\"name\":\"\xff\"}"}) EXPECT_FALSE(read_create_room(text)) << text;
  EXPECT_FALSE(read_create_room(std::string(kMaxJson + 1, ' ')));
}

TEST(WireJson, DataIsBase64AndEnumsGoByNameOrNumber) {
  const auto named = read_send_data(R"({"room":"r","data":"aGk=","kind":"LOSSY","topic":"t","destinationIdentities":["a","b"],"nonce":""})");
  const auto counted = read_send_data(R"({"room":"r","data":"aGk","kind":1})");

  ASSERT_TRUE(named && counted);
  EXPECT_EQ(named->data(), "hi");
  EXPECT_EQ(named->kind(), kLossyData);
  EXPECT_EQ(counted->kind(), kLossyData);
  EXPECT_EQ(named->topic(), "t");
  EXPECT_FALSE(counted->has_topic());
  EXPECT_EQ(named->destination_identities_size(), 2);
  EXPECT_FALSE(read_send_data(R"({"data":"not base64!"})"));
  EXPECT_FALSE(read_send_data(R"({"destinationSids":[1]})"));
}

TEST(WireJson, APermissionIsReadWithItsSources) {
  const auto request = read_update_participant(
      R"({"room":"r","identity":"i","attributes":{"a":"1","gone":""},"permission":{"canPublish":true,"canPublishSources":["MICROPHONE",4]}})");

  ASSERT_TRUE(request && request->has_permission());
  EXPECT_TRUE(request->permission().can_publish());
  EXPECT_FALSE(request->permission().can_subscribe());
  ASSERT_EQ(request->permission().can_publish_sources_size(), 2);
  EXPECT_EQ(request->permission().can_publish_sources(0), kMicrophone);
  EXPECT_EQ(request->attributes().at("gone"), "");
  EXPECT_FALSE(read_update_participant(R"({"attributes":{"a":1}})"));
  EXPECT_FALSE(read_update_participant(R"({"permission":[]})"));
}

TEST(WireJson, AnswersHaveEveryFieldInSnakeCaseWithBigNumbersAsText) {
  const auto value = boost::json::parse(write_json(alice()));

  EXPECT_EQ(value.at("state").as_string(), "ACTIVE");
  EXPECT_EQ(value.at("kind").as_string(), "AGENT");
  EXPECT_EQ(value.at("joined_at").as_string(), "1800000000123");
  EXPECT_EQ(value.at("metadata").as_string(), "");
  EXPECT_EQ(value.at("is_publisher").as_bool(), false);
  EXPECT_EQ(value.at("tracks").at(0).at("source").as_string(), "MICROPHONE");
  EXPECT_EQ(value.at("tracks").at(0).at("audio_features").at(0).as_string(), "TF_ECHO_CANCELLATION");
  EXPECT_EQ(value.at("permission").at("can_publish_sources").at(0).as_string(), "MICROPHONE");
  EXPECT_EQ(value.at("attributes").at("lk.agent.state").as_string(), "listening");
}

TEST(WireJson, AWebhookHasOnlyWhatIsSetInCamelCase) {
  WebhookEvent event;
  event.set_event("participant_left");
  event.set_id("EV_1");
  event.set_created_at(1'800'000'000);
  *event.mutable_participant() = alice();
  event.mutable_participant()->set_disconnect_reason(4);

  const auto text = write_json(event);

  const auto value = boost::json::parse(text);
  EXPECT_EQ(value.at("createdAt").as_string(), "1800000000");
  EXPECT_EQ(value.at("participant").at("disconnectReason").as_string(), "PARTICIPANT_REMOVED");
  EXPECT_FALSE(value.as_object().contains("room"));
  EXPECT_FALSE(value.at("participant").as_object().contains("metadata"));
  const auto back = read_webhook_event(text);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->event(), event.event());
  EXPECT_EQ(back->created_at(), event.created_at());
  EXPECT_EQ(back->participant().identity(), "alice");
  EXPECT_EQ(back->participant().kind(), kAgentKind);
  EXPECT_EQ(back->participant().disconnect_reason(), 4);
  EXPECT_EQ(back->participant().tracks(0).sid(), "TR_1");
}

TEST(WireJson, ListsAndEmptyAnswers) {
  ListRoomsResponse rooms;
  rooms.add_rooms()->set_name("one");
  ListParticipantsResponse people;
  *people.add_participants() = alice();
  MuteRoomTrackResponse muted;
  muted.mutable_track()->set_muted(true);

  EXPECT_EQ(boost::json::parse(write_json(rooms)).at("rooms").at(0).at("name").as_string(), "one");
  EXPECT_EQ(boost::json::parse(write_json(people)).at("participants").at(0).at("identity").as_string(), "alice");
  EXPECT_TRUE(boost::json::parse(write_json(muted)).at("track").at("muted").as_bool());
  EXPECT_EQ(write_json(EmptyResponse()), "{}");
}

TEST(WireJson, AnEnumNewerThanWeAreIsRead) {
  const auto event = read_webhook_event(R"({"event":"participant_joined","participant":{"kind":"HOLOGRAM","state":9}})");

  ASSERT_TRUE(event);
  EXPECT_EQ(event->participant().kind(), 0);
  EXPECT_EQ(event->participant().state(), 9);
}

}  // namespace
}  // namespace codevoice::room::wire
