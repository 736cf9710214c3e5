// Who may in, who stays and who goes. What happens between those inside: hosted_room_test.cpp.
#include "room/room_server.hpp"

#include <gtest/gtest.h>

#include "room/room_rig.hpp"

namespace codevoice::room::test {
namespace {

using namespace std::chrono_literals;
using Case = wire::SignalResponse::MessageCase;

wire::SignalRequest ping() {
  wire::SignalRequest request;
  request.set_ping(1);
  return request;
}
wire::JoinRequest resume_of(const std::string& sid) {
  wire::JoinRequest request;
  request.set_reconnect(true);
  request.set_participant_sid(sid);
  return request;
}

TEST(RoomServer, JoinIsTheFirstFrameAndNamesWhoIsThere) {
  RoomRig rig;
  const auto alice = rig.join(rig.claims("alice"));
  auto agent = rig.claims("interviewer");
  agent.kind = "agent";
  agent.attributes["role"] = "asks";
  const auto bot = rig.join(agent);

  const auto& first = bot.socket->frames.at(0);
  ASSERT_TRUE(first.has_join());
  EXPECT_EQ(first.join().room().name(), "room");
  EXPECT_FALSE(first.join().server_info().version().empty());
  EXPECT_EQ(first.join().participant().kind(), wire::kAgentKind);
  EXPECT_EQ(first.join().participant().attributes().at("role"), "asks");
  ASSERT_EQ(first.join().other_participants_size(), 1);
  EXPECT_EQ(first.join().other_participants(0).sid(), alice.sid);
  EXPECT_EQ(alice.told_of("interviewer")->sid(), bot.sid);
  EXPECT_FALSE(alice.told_of("alice"));
}

TEST(RoomServer, TheOfferInTheJoinIsAnsweredWithItsOwnNumber) {
  RoomRig rig;
  wire::JoinRequest request;
  *request.mutable_publisher_offer() = RoomRig::offer("alice", 5, 2);

  const auto alice = rig.join(rig.claims("alice"), request);

  const auto answer = alice.last(Case::kAnswer).answer();
  EXPECT_EQ(answer.id(), 5U);
  const auto sdp = parse_sdp(answer.sdp());
  ASSERT_TRUE(sdp);
  EXPECT_TRUE(sdp->ice_lite);
  EXPECT_EQ(sdp->setup, "passive");
  EXPECT_EQ(sdp->sections.size(), 3U);
  EXPECT_EQ(alice.transport->remotes.at(0).ice.ufrag, "frag");
}

TEST(RoomServer, BadTokensAreRefusedBeforeTheUpgradeAndNeverRepeated) {
  RoomRig rig;
  auto expired = rig.claims("alice");
  expired.expires -= 3600;
  auto nowhere = rig.claims("alice");
  nowhere.video.room = "";
  auto no_join = rig.claims("alice");
  no_join.video.room_join = false;
  const ApiKey other{"devkey", "another-secret-of-32-characters!!"};
  for (const auto& token :
       {std::string(), std::string("a.b.c"), sign_token(expired, rig.key), sign_token(nowhere, rig.key), sign_token(no_join, rig.key),
        sign_token(rig.claims(""), rig.key), sign_token(rig.claims(std::string(200, 'x')), rig.key), sign_token(rig.claims("alice"), other)}) {
    for (const auto* path : {"/rtc/v1", "/rtc/v1/validate", "/rtc"}) {
      const auto reply = rig.ask(path, token);
      const auto* response = std::get_if<net::Response>(&reply);
      ASSERT_NE(response, nullptr);
      EXPECT_EQ(response->status, 401U);
      EXPECT_FALSE(response->body.empty());
      EXPECT_TRUE(token.empty() || response->body.find(token) == std::string::npos);
    }
  }
  EXPECT_TRUE(rig.hub.transports.empty());
}

TEST(RoomServer, OnlyTheSinglePeerConnectionProtocolIsServed) {
  RoomRig rig;
  const auto token = sign_token(rig.claims("alice"), rig.key);
  const auto status = [&](const char* path) { return std::get<net::Response>(rig.ask(path, token)).status; };

  EXPECT_EQ(status("/rtc"), 404U);
  EXPECT_EQ(status("/rtc/validate"), 404U);
  EXPECT_EQ(status("/elsewhere"), 404U);
  EXPECT_EQ(status("/rtc/v1/validate"), 200U);
  EXPECT_EQ(status("/"), 200U);
}

TEST(RoomServer, AFullRoomTakesOnlyThoseWhoComeBack) {
  RoomLimits limits;
  limits.max_participants = 2;
  RoomRig rig(limits);
  rig.join(rig.claims("alice"));
  rig.join(rig.claims("bob"));

  EXPECT_EQ(rig.status(rig.claims("carol")), 403U);
  EXPECT_EQ(rig.status(rig.claims("bob")), 101U);
  EXPECT_EQ(rig.status(rig.claims("carol", "another")), 101U);
}

TEST(RoomServer, TwoWhoAreLetInAtOnceDoNotBothTakeTheLastPlace) {
  RoomLimits limits;
  limits.max_participants = 1;
  RoomRig rig(limits);
  const auto alice = rig.ask("/rtc/v1", sign_token(rig.claims("alice"), rig.key));
  const auto bob = rig.ask("/rtc/v1", sign_token(rig.claims("bob"), rig.key));

  rig.serve(std::get<net::Upgrade>(alice));
  const auto late = rig.serve(std::get<net::Upgrade>(bob));

  ASSERT_EQ(late->frames.size(), 1U);
  EXPECT_EQ(late->frames[0].leave().reason(), static_cast<int>(LeaveReason::JoinFailure));
  EXPECT_TRUE(late->closed);
  EXPECT_EQ(rig.server->find("room")->size(), 1U);
}

TEST(RoomServer, ThereAreNoMoreRoomsThanAllowed) {
  RoomRig rig;
  for (const auto* room : {"a", "b", "c"}) rig.join(rig.claims("alice", room));

  EXPECT_EQ(rig.status(rig.claims("bob", "d")), 403U);
  EXPECT_EQ(rig.status(rig.claims("bob", "c")), 101U);
}

TEST(RoomServer, ASecondTabReplacesTheFirstWhichIsToldWhy) {
  RoomRig rig;
  const auto bob = rig.join(rig.claims("bob"));
  const auto first = rig.join(rig.claims("alice"));
  bob.forget();

  const auto second = rig.join(rig.claims("alice"));

  EXPECT_EQ(first.last(Case::kLeave).leave().reason(), static_cast<int>(LeaveReason::DuplicateIdentity));
  EXPECT_EQ(first.last(Case::kLeave).leave().action(), wire::kActionDisconnect);
  EXPECT_TRUE(first.socket->closed);
  EXPECT_TRUE(first.transport->closed);
  EXPECT_NE(second.sid, first.sid);
  EXPECT_FALSE(second.socket->closed);
  const auto updates = bob.all(Case::kUpdate);
  ASSERT_EQ(updates.size(), 2U);
  EXPECT_EQ(updates[0].update().participants(0).sid(), first.sid);
  EXPECT_EQ(updates[0].update().participants(0).state(), wire::kDisconnected);
  EXPECT_EQ(updates[1].update().participants(0).sid(), second.sid);
  EXPECT_EQ(rig.server->find("room")->size(), 2U);
}

TEST(RoomServer, WhoLeftWhileASocketWasAwayIsToldOfOnResume) {
  RoomRig rig;
  const auto alice = rig.join(rig.claims("alice"));
  const auto bob = rig.join(rig.claims("bob"));
  const auto carol = rig.join(rig.claims("carol"));
  rig.cut(alice);
  wire::SignalRequest leave;
  leave.mutable_leave();
  rig.send(bob, leave);
  rig.send(carol, leave);
  rig.join(rig.claims("carol"));  // and is back
  Guest again;
  again.socket = rig.open(rig.claims("alice"), resume_of(alice.sid));

  EXPECT_EQ(again.told_of("bob")->state(), wire::kDisconnected);
  EXPECT_EQ(again.told_of("bob")->sid(), bob.sid);
  EXPECT_NE(again.told_of("carol")->state(), wire::kDisconnected);
}

TEST(RoomServer, ACutSocketIsResumedUnseenAndMediaGoesOn) {
  RoomRig rig;
  const auto alice = rig.speaker(rig.claims("alice"));
  const auto bob = rig.speaker(rig.claims("bob"));
  bob.forget();

  rig.cut(alice);
  rig.pass(5s);
  const auto back = rig.open(rig.claims("alice"), resume_of(alice.sid));

  ASSERT_GE(back->frames.size(), 2U);
  EXPECT_TRUE(back->frames[0].has_reconnect());
  EXPECT_EQ(back->frames[1].update().participants(0).sid(), alice.sid);
  EXPECT_EQ(back->frames[1].update().participants(1).sid(), bob.sid);
  EXPECT_FALSE(bob.told_of("alice"));
  EXPECT_FALSE(alice.transport->closed);
  rig.pass(60s);  // the window that began with the cut is over
  EXPECT_FALSE(bob.told_of("alice"));
  EXPECT_EQ(rig.hub.transports.size(), 2U);
}

TEST(RoomServer, WhoDoesNotResumeInTimeHasLeft) {
  std::vector<LeaveReason> left;  // the rig's end says goodbye too
  RoomRig rig;
  const auto alice = rig.join(rig.claims("alice"));
  const auto bob = rig.join(rig.claims("bob"));
  rig.server->on_left = [&](const std::string&, const Participant&, LeaveReason why) { left.push_back(why); };

  rig.cut(alice);
  rig.pass(14s);
  EXPECT_FALSE(bob.told_of("alice"));
  rig.pass(2s);

  EXPECT_EQ(bob.told_of("alice")->state(), wire::kDisconnected);
  EXPECT_EQ(left, std::vector{LeaveReason::SignalClose});
  EXPECT_TRUE(alice.transport->closed);
}

TEST(RoomServer, AResumeOfNobodyIsToldToJoinAnew) {
  RoomRig rig;
  rig.join(rig.claims("bob"));
  for (const auto& who : {rig.claims("bob"), rig.claims("stranger"), rig.claims("bob", "other-room")}) {
    const auto socket = rig.open(who, resume_of("PA_gone"));
    ASSERT_EQ(socket->frames.size(), 1U);
    EXPECT_EQ(socket->frames[0].leave().reason(), static_cast<int>(LeaveReason::StateMismatch));
    EXPECT_EQ(socket->frames[0].leave().action(), wire::kActionReconnect);
    EXPECT_TRUE(socket->closed);
  }
  EXPECT_EQ(rig.server->find("room")->size(), 1U);
}

TEST(RoomServer, ALostMediaPathAsksForAFullReconnect) {
  RoomRig rig;
  const auto alice = rig.speaker(rig.claims("alice"));
  const auto bob = rig.speaker(rig.claims("bob"));

  alice.transport->listener().on_failed(Error{ErrorKind::Timeout, "silent"});
  rig.settle();

  EXPECT_EQ(alice.last(Case::kLeave).leave().action(), wire::kActionReconnect);
  EXPECT_EQ(bob.told_of("alice")->state(), wire::kDisconnected);
  EXPECT_EQ(bob.told_of("alice")->tracks_size(), 0);
}

TEST(RoomServer, GoodbyeIsSeenByTheOthersAtOnce) {
  RoomRig rig;
  const auto alice = rig.join(rig.claims("alice"));
  const auto bob = rig.join(rig.claims("bob"));
  wire::SignalRequest leave;
  leave.mutable_leave()->set_reason(1);

  rig.send(alice, leave);

  EXPECT_EQ(bob.told_of("alice")->state(), wire::kDisconnected);
  EXPECT_EQ(bob.told_of("alice")->disconnect_reason(), static_cast<int>(LeaveReason::ClientInitiated));
}

TEST(RoomServer, RemovingDeletingAndShuttingDownSayWhy) {
  RoomRig rig;
  const auto alice = rig.join(rig.claims("alice"));
  const auto bob = rig.join(rig.claims("bob"));
  const auto carol = rig.join(rig.claims("carol", "other"));

  EXPECT_FALSE(rig.server->remove_participant("room", "nobody", LeaveReason::ParticipantRemoved));
  EXPECT_TRUE(rig.server->remove_participant("room", "alice", LeaveReason::ParticipantRemoved));
  EXPECT_TRUE(rig.server->delete_room("room"));
  codevoice::test::run(rig.loop, rig.server->close());

  const auto reason_of = [](const Guest& guest) { return static_cast<LeaveReason>(guest.last(Case::kLeave).leave().reason()); };
  EXPECT_EQ(reason_of(alice), LeaveReason::ParticipantRemoved);
  EXPECT_EQ(reason_of(bob), LeaveReason::RoomDeleted);
  EXPECT_EQ(reason_of(carol), LeaveReason::ServerShutdown);
  EXPECT_EQ(rig.status(rig.claims("dave")), 503U);
}

TEST(RoomServer, FreshTokensComeWithTheJoinAndEveryFiveMinutes) {
  RoomRig rig;
  const auto alice = rig.join(rig.claims("alice"));
  ASSERT_EQ(alice.all(Case::kRefreshToken).size(), 1U);

  rig.pass(12min);

  const auto tokens = alice.all(Case::kRefreshToken);
  ASSERT_EQ(tokens.size(), 3U);
  const auto now_s = rig.clock.wall_us() / 1'000'000;
  EXPECT_FALSE(verify_token(tokens[0].refresh_token(), rig.key, now_s));  // its ten minutes and the leeway are over
  const auto newest = verify_token(tokens[2].refresh_token(), rig.key, now_s);
  ASSERT_TRUE(newest) << newest.error().message;
  EXPECT_EQ(newest->identity, "alice");
  EXPECT_EQ(newest->video.room, "room");
  EXPECT_GT(newest->expires, now_s + 240);
}

TEST(RoomServer, AFloodOfMessagesEndsItsSenderOnly) {
  RoomRig rig;
  const auto alice = rig.join(rig.claims("alice"));
  const auto bob = rig.join(rig.claims("bob"));

  for (int i = 0; i < 300; ++i) rig.send(alice, ping());

  EXPECT_EQ(alice.all(Case::kPong).size(), 200U);
  EXPECT_EQ(alice.last(Case::kLeave).leave().reason(), static_cast<int>(LeaveReason::SignalClose));
  EXPECT_EQ(bob.told_of("alice")->state(), wire::kDisconnected);
  rig.send(bob, ping());
  EXPECT_EQ(bob.all(Case::kPong).size(), 1U);
}

TEST(RoomServer, ABusyClientWithinItsAllowanceStays) {
  RoomRig rig;
  const auto alice = rig.join(rig.claims("alice"));

  for (int second = 0; second < 20; ++second) {
    for (int i = 0; i < 45; ++i) rig.send(alice, ping());
    rig.pass(1s);
  }

  EXPECT_EQ(alice.all(Case::kPong).size(), 900U);
  EXPECT_TRUE(alice.all(Case::kLeave).empty());
}

TEST(RoomServer, FramesThatAreNoRequestsAreSkipped) {
  RoomRig rig;
  const auto alice = rig.join(rig.claims("alice"));
  wire::SignalRequest bad_offer;
  bad_offer.mutable_offer()->set_sdp("m=audio");

  for (const auto& text : {std::string("\xff\xff\xff"), std::string(), std::string(1000, '\x7f')}) {
    alice.socket->put({net::MessageKind::Binary, text});
  }
  alice.socket->put({net::MessageKind::Text, "{}"});
  rig.send(alice, bad_offer);
  rig.send(alice, ping());

  EXPECT_EQ(alice.all(Case::kPong).size(), 1U);
  EXPECT_TRUE(alice.all(Case::kAnswer).empty());
  EXPECT_FALSE(alice.socket->closed);
}

TEST(RoomServer, PingsAreAnsweredWithTheirTime) {
  RoomRig rig;
  const auto alice = rig.join(rig.claims("alice"));
  wire::SignalRequest request;
  request.mutable_ping_req()->set_timestamp(123);

  rig.send(alice, request);

  EXPECT_EQ(alice.last(Case::kPongResp).pong_resp().last_ping_timestamp(), 123);
  EXPECT_EQ(alice.last(Case::kPongResp).pong_resp().timestamp(), rig.clock.wall_us() / 1000);
}

TEST(RoomServer, EmptyRoomsGoAfterTheirTime) {
  RoomRig rig;
  rig.server->create("planned");
  const auto alice = rig.join(rig.claims("alice", "used"));
  rig.pass(10s);
  EXPECT_TRUE(rig.server->remove_participant("used", "alice", LeaveReason::ParticipantRemoved));

  rig.pass(15s);
  EXPECT_NE(rig.server->find("used"), nullptr);
  rig.pass(10s);
  EXPECT_EQ(rig.server->find("used"), nullptr);  // 20 s after the last one left

  EXPECT_NE(rig.server->find("planned"), nullptr);
  rig.pass(300s);
  EXPECT_EQ(rig.server->find("planned"), nullptr);  // 300 s when nobody came
}

TEST(RoomServer, WhoeverRunsTheRoomsMayRefuse) {
  RoomRig rig;
  rig.server->may_join = [](const Claims& who) {
    return who.identity == "bot" ? std::optional(Error{ErrorKind::Conflict, "an interview runs"}) : std::nullopt;
  };

  EXPECT_EQ(rig.status(rig.claims("bot")), 403U);
  EXPECT_EQ(rig.status(rig.claims("alice")), 101U);
}

}  // namespace
}  // namespace codevoice::room::test
