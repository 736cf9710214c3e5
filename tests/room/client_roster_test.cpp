#include "room/client_roster.hpp"

#include <gtest/gtest.h>

namespace codevoice::room {
namespace {

using Kind = ClientRoster::Change::Kind;

wire::ParticipantInfo info(const std::string& sid, std::uint32_t version) {
  wire::ParticipantInfo made;
  made.set_sid("PA_" + sid);
  made.set_identity(sid);
  made.set_version(version);
  made.set_state(wire::kActive);
  made.set_kind(wire::kAgentKind);
  auto& track = *made.add_tracks();
  track.set_sid("TR_" + sid);
  track.set_type(wire::kAudioTrack);
  return made;
}
std::vector<Kind> kinds(const std::vector<ClientRoster::Change>& changes) {
  std::vector<Kind> found;
  for (const auto& change : changes) found.push_back(change.kind);
  return found;
}

TEST(ClientRoster, TellsWhoJoinedChangedAndLeft) {
  ClientRoster roster;
  auto alice = info("alice", 1);

  EXPECT_EQ(kinds(roster.update(alice)), std::vector{Kind::Joined});
  EXPECT_TRUE(roster.update(alice).empty());
  alice.set_version(2);
  (*alice.mutable_attributes())["a"] = "1";
  alice.mutable_tracks(0)->set_muted(true);
  EXPECT_EQ(kinds(roster.update(alice)), (std::vector{Kind::Updated, Kind::Muted}));
  alice.set_version(3);
  alice.mutable_tracks(0)->set_muted(false);
  EXPECT_EQ(kinds(roster.update(alice)), std::vector{Kind::Unmuted});
  alice.set_state(wire::kDisconnected);
  alice.set_disconnect_reason(static_cast<int>(LeaveReason::ParticipantRemoved));
  const auto left = roster.update(alice);

  ASSERT_EQ(kinds(left), std::vector{Kind::Left});
  EXPECT_EQ(left[0].why, LeaveReason::ParticipantRemoved);
  EXPECT_EQ(left[0].who.attributes.at("a"), "1");
  EXPECT_TRUE(roster.all().empty());
  EXPECT_TRUE(roster.update(alice).empty());  // of somebody never seen
}

TEST(ClientRoster, OlderNewsAreIgnored) {
  ClientRoster roster;
  auto alice = info("alice", 5);
  alice.set_name("new");
  roster.update(alice);
  alice.set_version(4);
  alice.set_name("old");

  EXPECT_TRUE(roster.update(alice).empty());
  EXPECT_EQ(roster.all()[0].name, "new");
}

TEST(ClientRoster, AfterAFullReconnectThoseNotNamedAreGone) {
  ClientRoster roster;
  roster.update(info("alice", 1));
  roster.update(info("bob", 1));

  const auto changes = roster.keep_only({"PA_bob"});

  ASSERT_EQ(kinds(changes), std::vector{Kind::Left});
  EXPECT_EQ(changes[0].who.identity, "alice");
  ASSERT_NE(roster.by_sid("PA_bob"), nullptr);
  EXPECT_EQ(roster.by_sid("PA_alice"), nullptr);
}

TEST(ClientRoster, AParticipantIsFoundByItsTrack) {
  ClientRoster roster;
  roster.update(info("alice", 1));

  ASSERT_NE(roster.by_track("TR_alice"), nullptr);
  EXPECT_EQ(roster.by_track("TR_alice")->who.kind, ParticipantKind::Agent);
  EXPECT_EQ(roster.by_track("TR_other"), nullptr);
}

}  // namespace
}  // namespace codevoice::room
