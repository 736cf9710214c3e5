// RoomService as the server SDKs call it, over the rooms of one media thread (several: room_shards_test.cpp).
#include "room/room_service.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "room/room_rig.hpp"

namespace codevoice::room::test {
namespace {

using namespace std::chrono_literals;
using Case = wire::SignalResponse::MessageCase;
namespace json = boost::json;

struct Ears final : RoomListener {
  void on_participant_joined(const Participant&) override {}
  void on_participant_left(const Participant&, LeaveReason) override {}
  void on_participant_updated(const Participant&) override {}
  void on_audio_subscribed(const Participant&, std::string_view) override {}
  void on_audio_unsubscribed(const Participant&, std::string_view) override {}
  void on_audio_muted(const Participant&, bool is_muted) override { muted = is_muted; }
  void on_audio(const Participant&, const RemoteAudioFrame&) override {}
  void on_text(const TextMessage&) override {}
  void on_our_audio_subscribed() override {}
  void on_disconnected(LeaveReason why, const std::string& words) override {
    ended = why;
    said = words;
  }
  std::optional<LeaveReason> ended;
  std::string said;
  bool muted = false;
};

struct Answer {
  unsigned status = 0;
  json::value body;
  std::string raw;
  std::string code() const { return std::string(body.at("code").as_string()); }
};

class ServiceRig : public RoomRig {
 public:
  ServiceRig() {
    RoomServiceShard shard;
    shard.executor = loop.get_executor();
    shard.rooms = server.get();
    service_ = make_room_service({shard}, key, clock);
    server->on_event = [this](wire::WebhookEvent event) { events.push_back(std::move(event)); };
  }

  ~ServiceRig() { server->on_event = nullptr; }
  ServiceRig(const ServiceRig&) = delete;
  ServiceRig& operator=(const ServiceRig&) = delete;

  std::string token(const Grants& grants) const {
    Claims claims;
    claims.video = grants;
    claims.expires = clock.wall_us() / 1'000'000 + 60;
    return sign_token(claims, key);
  }
  static Grants creator() {
    Grants grants;
    grants.room_create = true;
    return grants;
  }
  static Grants lister() {
    Grants grants;
    grants.room_list = true;
    return grants;
  }
  static Grants admin(std::string room = "room") {
    Grants grants;
    grants.room_admin = true;
    grants.room = std::move(room);
    return grants;
  }
  Answer post(const std::string& method, const std::string& body, const std::string& with_token, const std::string& type = "application/json") {
    net::Request request;
    request.method = "POST";
    request.path = "/twirp/livekit.RoomService/" + method;
    request.headers = {{"content-type", type}, {"authorization", "Bearer " + with_token}};
    request.body = body;
    return ask(std::move(request));
  }
  Answer post(const std::string& method, const std::string& body, const Grants& grants) { return post(method, body, token(grants)); }
  Answer ask(net::Request request) {
    const auto reply = std::get<net::Response>(codevoice::test::run(loop, service_(std::move(request))));
    settle();
    Answer answer;
    answer.status = reply.status;
    answer.raw = reply.body;
    json::error_code no_json;
    answer.body = json::parse(reply.body, no_json);
    return answer;
  }
  std::vector<std::string> told() const {
    std::vector<std::string> names;
    for (const auto& event : events) names.push_back(event.event() + (event.has_participant() ? " " + event.participant().identity() : ""));
    return names;
  }

  std::vector<wire::WebhookEvent> events;

 private:
  net::Handler service_;
};

TEST(RoomService, ARoomIsMadeWithLimitsThatHold) {
  ServiceRig rig;

  const auto made =
      rig.post("CreateRoom", R"({"name":"room","maxParticipants":1,"emptyTimeout":30,"departureTimeout":5,"metadata":"m"})", ServiceRig::creator());

  ASSERT_EQ(made.status, 200U) << made.raw;
  EXPECT_EQ(made.body.at("name").as_string(), "room");
  EXPECT_EQ(made.body.at("max_participants").as_int64(), 1);
  EXPECT_EQ(made.body.at("metadata").as_string(), "m");
  rig.join(rig.claims("alice"));
  EXPECT_EQ(rig.status(rig.claims("bob")), 403U);
  const auto again = rig.post("CreateRoom", R"({"name":"room","max_participants":2})", ServiceRig::creator());
  EXPECT_EQ(again.body.at("sid"), made.body.at("sid"));
  EXPECT_EQ(again.body.at("empty_timeout").as_int64(), 30);  // what is not named stays
  EXPECT_EQ(rig.status(rig.claims("bob")), 101U);
}

TEST(RoomService, AnUnusedRoomGoesAfterItsOwnTimeout) {
  ServiceRig rig;
  rig.post("CreateRoom", R"({"name":"room","emptyTimeout":30})", ServiceRig::creator());

  rig.pass(29s);
  EXPECT_NE(rig.server->find("room"), nullptr);
  rig.pass(2s);

  EXPECT_EQ(rig.server->find("room"), nullptr);
  EXPECT_EQ(rig.told(), (std::vector<std::string>{"room_started", "room_finished"}));
}

TEST(RoomService, ProtobufIsAnsweredWithProtobuf) {
  ServiceRig rig;
  wire::CreateRoomRequest request;
  request.set_name("room");

  const auto made = rig.post("CreateRoom", request.SerializeAsString(), rig.token(ServiceRig::creator()), "application/protobuf");

  wire::Room room;
  ASSERT_EQ(made.status, 200U);
  ASSERT_TRUE(room.ParseFromString(made.raw));
  EXPECT_EQ(room.name(), "room");
  const auto broken = rig.post("CreateRoom", "\xff\xff", rig.token(ServiceRig::creator()), "application/protobuf");
  EXPECT_EQ(broken.code(), "malformed");
}

TEST(RoomService, EachCallNeedsExactlyItsGrant) {
  ServiceRig rig;
  rig.join(rig.claims("alice"));
  Grants all_but;  // everything that is not the grant wanted
  all_but.room = "room";
  all_but.room_join = true;
  const auto plus = [&](bool create, bool list, bool admin) {
    auto grants = all_but;
    grants.room_create = create;
    grants.room_list = list;
    grants.room_admin = admin;
    return grants;
  };

  for (const auto* method : {"CreateRoom", "DeleteRoom"}) {
    const auto refused = rig.post(method, R"({"name":"x","room":"room"})", plus(false, true, true));
    EXPECT_EQ(refused.status, 401U) << method;
    EXPECT_EQ(refused.code(), "unauthenticated");
  }
  EXPECT_EQ(rig.post("ListRooms", "{}", plus(true, false, true)).status, 401U);
  EXPECT_EQ(rig.post("ListRooms", "{}", plus(false, true, false)).status, 200U);
  for (const auto* method :
       {"ListParticipants", "GetParticipant", "RemoveParticipant", "MutePublishedTrack", "UpdateParticipant", "UpdateRoomMetadata", "SendData"}) {
    const auto body = R"({"room":"room","identity":"alice","track_sid":"x"})";
    EXPECT_EQ(rig.post(method, body, plus(true, true, false)).status, 401U) << method;
    EXPECT_EQ(rig.post(method, body, ServiceRig::admin("another")).status, 401U) << method;
  }
  EXPECT_NE(rig.server->find("room")->by_identity("alice"), nullptr);  // nothing of it was done
}

TEST(RoomService, ABadTokenOrNoneIsRefusedBeforeTheRoomIsLookedAt) {
  ServiceRig rig;
  Claims old;
  old.video = ServiceRig::creator();
  old.expires = rig.clock.wall_us() / 1'000'000 - 3600;

  EXPECT_EQ(rig.post("CreateRoom", R"({"name":"x"})", std::string()).code(), "unauthenticated");
  EXPECT_EQ(rig.post("CreateRoom", R"({"name":"x"})", sign_token(old, rig.key)).code(), "unauthenticated");
  EXPECT_EQ(rig.post("CreateRoom", R"({"name":"x"})", sign_token(old, {"devkey", "x"})).code(), "unauthenticated");
  EXPECT_EQ(rig.server->find("x"), nullptr);
}

TEST(RoomService, RoomsAreListedAllOrByName) {
  ServiceRig rig;
  rig.speaker(rig.claims("alice", "one"));
  rig.join(rig.claims("bob", "two"));

  const auto all = rig.post("ListRooms", "{}", ServiceRig::lister());
  const auto named = rig.post("ListRooms", R"({"names":["one","none"]})", ServiceRig::lister());

  EXPECT_EQ(all.body.at("rooms").as_array().size(), 2U);
  ASSERT_EQ(named.body.at("rooms").as_array().size(), 1U);
  EXPECT_EQ(named.body.at("rooms").at(0).at("num_participants").as_int64(), 1);
  EXPECT_EQ(named.body.at("rooms").at(0).at("num_publishers").as_int64(), 1);
}

TEST(RoomService, ParticipantsOfThisProcessAreListedTooAndCanBeRemoved) {
  Ears ears;
  ServiceRig rig;
  rig.speaker(rig.claims("alice"));
  LocalParticipant interviewer;
  interviewer.identity = "interviewer";
  const auto link = std::move(*rig.server->join_local("room", interviewer, ears));

  const auto list = rig.post("ListParticipants", R"({"room":"room"})", ServiceRig::admin());
  const auto one = rig.post("GetParticipant", R"({"room":"room","identity":"interviewer"})", ServiceRig::admin());
  const auto removed = rig.post("RemoveParticipant", R"({"room":"room","identity":"interviewer"})", ServiceRig::admin());

  EXPECT_EQ(list.body.at("participants").as_array().size(), 2U);
  EXPECT_EQ(one.body.at("kind").as_string(), "AGENT");
  EXPECT_EQ(removed.status, 200U);
  EXPECT_EQ(ears.ended, LeaveReason::ParticipantRemoved);
  EXPECT_EQ(ears.said, "an administrator removed it from the room");
  EXPECT_EQ(rig.post("GetParticipant", R"({"room":"room","identity":"interviewer"})", ServiceRig::admin()).code(), "not_found");
  codevoice::test::run(rig.loop, link->close());
}

TEST(RoomService, ARemovedParticipantIsToldSoAndTheOthersToo) {
  ServiceRig rig;
  const auto alice = rig.speaker(rig.claims("alice"));
  const auto bob = rig.speaker(rig.claims("bob"));

  const auto removed = rig.post("RemoveParticipant", R"({"room":"room","identity":"alice"})", ServiceRig::admin());

  EXPECT_EQ(removed.status, 200U);
  EXPECT_EQ(alice.last(Case::kLeave).leave().reason(), static_cast<int>(LeaveReason::ParticipantRemoved));
  EXPECT_EQ(bob.told_of("alice")->state(), wire::kDisconnected);
  EXPECT_EQ(rig.post("RemoveParticipant", R"({"room":"room","identity":"alice"})", ServiceRig::admin()).code(), "not_found");
}

TEST(RoomService, ADeletedRoomIsGoneForAllOfIt) {
  Ears ears;
  ServiceRig rig;
  const auto alice = rig.speaker(rig.claims("alice"));
  LocalParticipant interviewer;
  interviewer.identity = "interviewer";
  const auto link = std::move(*rig.server->join_local("room", interviewer, ears));

  const auto deleted = rig.post("DeleteRoom", R"({"room":"room"})", ServiceRig::creator());

  EXPECT_EQ(deleted.status, 200U);
  EXPECT_EQ(alice.last(Case::kLeave).leave().reason(), static_cast<int>(LeaveReason::RoomDeleted));
  EXPECT_EQ(ears.ended, LeaveReason::RoomDeleted);
  EXPECT_EQ(rig.server->find("room"), nullptr);
  EXPECT_EQ(rig.post("DeleteRoom", R"({"room":"room"})", ServiceRig::creator()).code(), "not_found");
  codevoice::test::run(rig.loop, link->close());
}

TEST(RoomService, AMicrophoneIsMutedButNeverOpenedFromOutside) {
  Ears ears;
  ServiceRig rig;
  const auto alice = rig.speaker(rig.claims("alice"));
  LocalParticipant interviewer;
  interviewer.identity = "interviewer";
  const auto link = std::move(*rig.server->join_local("room", interviewer, ears));
  const auto sid = rig.server->find("room")->by_identity("alice")->tracks.at(0).info.sid();
  const auto call = [&](const std::string& track, const char* muted) {
    return rig.post("MutePublishedTrack", R"({"room":"room","identity":"alice","trackSid":")" + track + R"(","muted":)" + muted + "}",
                    ServiceRig::admin());
  };

  const auto muted = call(sid, "true");

  ASSERT_EQ(muted.status, 200U);
  EXPECT_TRUE(muted.body.at("track").at("muted").as_bool());
  EXPECT_EQ(alice.last(Case::kMute).mute().sid(), sid);
  EXPECT_TRUE(alice.last(Case::kMute).mute().muted());
  EXPECT_TRUE(ears.muted);
  EXPECT_EQ(call(sid, "false").code(), "failed_precondition");
  EXPECT_EQ(call("TR_none", "true").code(), "not_found");
  codevoice::test::run(rig.loop, link->close());
}

TEST(RoomService, AParticipantsNameAttributesAndPermissionsAreChanged) {
  ServiceRig rig;
  const auto alice = rig.speaker(rig.claims("alice"));
  const auto bob = rig.speaker(rig.claims("bob"));
  rig.post("UpdateParticipant", R"({"room":"room","identity":"alice","name":"Alice B","attributes":{"a":"1","b":"2"}})", ServiceRig::admin());

  const auto changed = rig.post(
      "UpdateParticipant",
      R"({"room":"room","identity":"alice","attributes":{"a":""},"permission":{"canSubscribe":true,"canPublish":false,"canPublishData":false}})",
      ServiceRig::admin());

  ASSERT_EQ(changed.status, 200U) << changed.raw;
  EXPECT_EQ(changed.body.at("name").as_string(), "Alice B");
  EXPECT_EQ(changed.body.at("attributes").as_object().size(), 1U);
  EXPECT_EQ(bob.told_of("alice")->attributes().at("b"), "2");
  EXPECT_EQ(bob.told_of("alice")->tracks_size(), 0);  // what it may not publish is not there any more
  EXPECT_EQ(rig.events.back().event(), "track_unpublished");
  const auto fresh = rig.server->find("room")->by_identity("alice")->claims().video;
  EXPECT_FALSE(fresh.can_publish);
  EXPECT_FALSE(fresh.can_publish_data);
  EXPECT_TRUE(fresh.can_subscribe);
  EXPECT_EQ(rig.post("UpdateParticipant", R"({"room":"room","identity":"none"})", ServiceRig::admin()).code(), "not_found");
  const auto huge = R"({"room":"room","identity":"alice","metadata":")" + std::string(70'000, 'x') + "\"}";
  EXPECT_EQ(rig.post("UpdateParticipant", huge, ServiceRig::admin()).code(), "invalid_argument");
}

TEST(RoomService, DataGoesToThoseItIsFor) {
  ServiceRig rig;
  const auto alice = rig.speaker(rig.claims("alice"));
  const auto bob = rig.speaker(rig.claims("bob"));

  rig.post("SendData", R"({"room":"room","data":"aGk=","topic":"t","destinationIdentities":["bob"]})", ServiceRig::admin());
  rig.post("SendData", R"({"room":"room","data":"YWxs","kind":"LOSSY"})", ServiceRig::admin());

  ASSERT_EQ(bob.transport->data.size(), 2U);
  EXPECT_EQ(bob.transport->data[0].first, "_reliable");
  EXPECT_EQ(bob.transport->data[0].second.user().payload(), "hi");
  EXPECT_EQ(bob.transport->data[0].second.user().topic(), "t");
  ASSERT_EQ(alice.transport->data.size(), 1U);
  EXPECT_EQ(alice.transport->data[0].first, "_lossy");
  EXPECT_EQ(rig.post("SendData", R"({"room":"none","data":""})", ServiceRig::admin("none")).code(), "not_found");
  EXPECT_EQ(rig.post("SendData", R"({"room":"room","nonce":"aGk="})", ServiceRig::admin()).code(), "invalid_argument");
}

TEST(RoomService, ARoomsMetadataReachesThoseInIt) {
  ServiceRig rig;
  const auto alice = rig.speaker(rig.claims("alice"));

  const auto room = rig.post("UpdateRoomMetadata", R"({"room":"room","metadata":"stage two"})", ServiceRig::admin());

  EXPECT_EQ(room.body.at("metadata").as_string(), "stage two");
  EXPECT_EQ(alice.last(Case::kRoomUpdate).room_update().room().metadata(), "stage two");
}

TEST(RoomService, WhatIsNoCallOfItsIsABadRoute) {
  ServiceRig rig;
  net::Request request;
  request.method = "GET";
  request.path = "/twirp/livekit.RoomService/ListRooms";

  EXPECT_EQ(rig.ask(request).code(), "bad_route");
  request.path = "/twirp/livekit.Egress/StartRoomCompositeEgress";
  EXPECT_EQ(rig.ask(request).status, 404U);
  EXPECT_EQ(rig.post("NoSuchCall", "{}", ServiceRig::lister()).code(), "bad_route");
  EXPECT_EQ(rig.post("ListRooms", "{}", rig.token(ServiceRig::lister()), "text/plain").code(), "bad_route");
  EXPECT_EQ(rig.post("MoveParticipant", "{}", ServiceRig::admin()).code(), "unimplemented");
  EXPECT_EQ(rig.post("ListRooms", "[", ServiceRig::lister()).code(), "malformed");
  EXPECT_EQ(rig.post("ListRooms", "{}", rig.token(ServiceRig::lister()), "application/json;charset=UTF-8").status, 200U);
  EXPECT_EQ(rig.post("CreateRoom", "{}", ServiceRig::creator()).code(), "invalid_argument");
  EXPECT_EQ(rig.post("CreateRoom", R"({"name":")" + std::string(200, 'x') + "\"}", ServiceRig::creator()).code(), "invalid_argument");
}

TEST(RoomService, TheServersRoomsAreLimited) {
  ServiceRig rig;  // at most three
  for (const auto* name : {"a", "b", "c"}) rig.post("CreateRoom", std::string(R"({"name":")") + name + "\"}", ServiceRig::creator());

  EXPECT_EQ(rig.post("CreateRoom", R"({"name":"d"})", ServiceRig::creator()).code(), "resource_exhausted");
}

TEST(RoomService, EventsTellTheLifeOfARoomInOrder) {
  ServiceRig rig;
  const auto alice = rig.speaker(rig.claims("alice"));
  rig.join(rig.claims("bob"));  // never gets its media through

  wire::SignalRequest leave;
  leave.mutable_leave();
  rig.send(alice, leave);
  rig.post("RemoveParticipant", R"({"room":"room","identity":"bob"})", ServiceRig::admin());
  rig.pass(25s);

  EXPECT_EQ(rig.told(), (std::vector<std::string>{"room_started", "track_published alice", "participant_joined alice", "track_unpublished alice",
                                                  "participant_left alice", "participant_connection_aborted bob", "room_finished"}));
  EXPECT_EQ(rig.events.at(1).track().sid(), rig.events.at(3).track().sid());
  EXPECT_EQ(rig.events.at(4).participant().disconnect_reason(), static_cast<int>(LeaveReason::ClientInitiated));
  EXPECT_EQ(rig.events.back().room().name(), "room");
}

}  // namespace
}  // namespace codevoice::room::test
