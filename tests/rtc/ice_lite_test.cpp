#include "rtc/ice_lite.hpp"

#include <gmock/gmock.h>

#include "rtc/ice_requests.hpp"

namespace codevoice::rtc {
namespace {

using namespace std::chrono_literals;
using test::Check;
using test::udp_path;
using testing::ElementsAre;
using testing::IsEmpty;

const IceCredentials kFirst{"first", "password of the first one"};
const IceCredentials kSecond{"second", "password of the second one"};
const IceCredentials kThird{"third", "password of the third one"};
constexpr TimePoint kNow{1h};

IceLiteOutcome receive(IceLite& agent, const Check& check, const Path& path, TimePoint now = kNow) {
  const auto packet = check.bytes();
  return agent.on_request(*parse_stun(packet), path, now);
}

std::uint16_t error_in(const IceLiteOutcome& outcome) { return parse_stun(outcome.answer)->error_code; }

TEST(IceLite, TheFirstCheckedPathIsUsedUntilANomination) {
  IceLite agent(kFirst);

  const auto first = receive(agent, Check::to(kFirst), udp_path(1));
  const auto second = receive(agent, Check::to(kFirst), udp_path(2));

  EXPECT_EQ(agent.selected(), udp_path(1));
  EXPECT_TRUE(first.passed);
  EXPECT_TRUE(first.selected_changed);
  EXPECT_EQ(first.bind, udp_path(1));
  EXPECT_EQ(second.bind, udp_path(2));
  EXPECT_FALSE(second.selected_changed);
  EXPECT_EQ(parse_stun(second.answer)->mapped, udp_path(2).remote);
}

TEST(IceLite, TheLatestNominationWins) {
  IceLite agent(kFirst);
  receive(agent, Check::to(kFirst), udp_path(1));

  const auto second = receive(agent, Check::to(kFirst).nominating(), udp_path(2));
  const auto again = receive(agent, Check::to(kFirst).nominating(), udp_path(2));
  const auto plain = receive(agent, Check::to(kFirst), udp_path(1));
  const auto selected_after_plain = agent.selected();
  const auto back = receive(agent, Check::to(kFirst).nominating(), udp_path(1));

  EXPECT_TRUE(second.selected_changed);
  EXPECT_FALSE(again.selected_changed);
  EXPECT_FALSE(plain.selected_changed);
  EXPECT_EQ(selected_after_plain, udp_path(2));
  EXPECT_TRUE(back.selected_changed);
  EXPECT_EQ(agent.selected(), udp_path(1));
}

TEST(IceLite, BadChecksAreRefusedAndLeaveNoTrace) {
  IceLite agent(kFirst);
  auto forged = Check::to(kFirst).nominating();
  forged.password = "guessed";
  auto unsigned_check = Check::to(kFirst);
  unsigned_check.password.clear();

  const auto after_forged = receive(agent, forged, udp_path(1));
  const auto after_unsigned = receive(agent, unsigned_check, udp_path(1));
  const auto after_unknown = receive(agent, Check::to(kSecond), udp_path(1));

  EXPECT_EQ(error_in(after_forged), 401);
  EXPECT_EQ(error_in(after_unsigned), 400);
  EXPECT_EQ(error_in(after_unknown), 401);
  EXPECT_FALSE(after_forged.passed);
  EXPECT_FALSE(after_forged.bind);
  EXPECT_FALSE(agent.selected());
  EXPECT_FALSE(agent.last_checked());
}

TEST(IceLite, APeerThatClaimsToBeControlledIsToldToChangeRoles) {
  IceLite agent(kFirst);
  auto controlled = Check::to(kFirst);
  controlled.controlling.reset();
  controlled.controlled = ~std::uint64_t{0};

  const auto outcome = receive(agent, controlled, udp_path(1));

  EXPECT_EQ(error_in(outcome), 487);
  EXPECT_TRUE(integrity_ok(*parse_stun(outcome.answer), kFirst.pwd));
  EXPECT_FALSE(outcome.passed);
  EXPECT_FALSE(agent.selected());
}

TEST(IceLite, AfterARestartTheOldUfragHoldsUntilANominationOnTheNewOne) {
  IceLite agent(kFirst);
  receive(agent, Check::to(kFirst).nominating(), udp_path(1));

  agent.restart(kSecond);
  const auto old = receive(agent, Check::to(kFirst), udp_path(1));
  const auto fresh = receive(agent, Check::to(kSecond), udp_path(2));
  const auto selected_before = agent.selected();
  const auto nominated = receive(agent, Check::to(kSecond).nominating(), udp_path(2));
  const auto stale = receive(agent, Check::to(kFirst), udp_path(1));

  EXPECT_EQ(agent.local().ufrag, "second");
  EXPECT_TRUE(old.passed);
  EXPECT_TRUE(fresh.passed);
  EXPECT_EQ(selected_before, udp_path(1));
  EXPECT_EQ(agent.selected(), udp_path(2));
  EXPECT_THAT(nominated.retired, ElementsAre("first"));
  EXPECT_THAT(nominated.unbind, ElementsAre(udp_path(1)));
  EXPECT_FALSE(stale.passed);
  EXPECT_THAT(agent.ufrags(), ElementsAre("second"));
}

TEST(IceLite, ARestartOverTheSamePathKeepsItBound) {
  IceLite agent(kFirst);
  receive(agent, Check::to(kFirst).nominating(), udp_path(1));

  agent.restart(kSecond);
  const auto outcome = receive(agent, Check::to(kSecond).nominating(), udp_path(1));

  EXPECT_FALSE(outcome.bind);
  EXPECT_THAT(outcome.unbind, IsEmpty());
  EXPECT_FALSE(outcome.selected_changed);
  EXPECT_THAT(agent.paths(), ElementsAre(udp_path(1)));
}

TEST(IceLite, PiledUpRestartsRetireTheOvertakenOneAndKeepTheOneInUse) {
  IceLite agent(kFirst);
  receive(agent, Check::to(kFirst).nominating(), udp_path(1));

  const auto none = agent.restart(kSecond);
  agent.restart(kThird);
  const auto retired = agent.restart({"fourth", "password of the fourth one"});

  EXPECT_THAT(none, IsEmpty());
  EXPECT_THAT(retired, ElementsAre("second"));
  EXPECT_THAT(agent.ufrags(), ElementsAre("first", "third", "fourth"));
  EXPECT_TRUE(receive(agent, Check::to(kFirst), udp_path(1)).passed);
  EXPECT_TRUE(receive(agent, Check::to(kThird), udp_path(1)).passed);
}

TEST(IceLite, ConsentIsTheTimeOfTheLastGoodCheck) {
  IceLite agent(kFirst);
  receive(agent, Check::to(kFirst), udp_path(1), kNow);
  receive(agent, Check::to(kFirst), udp_path(2), kNow + 4s);
  auto forged = Check::to(kFirst);
  forged.password = "guessed";

  receive(agent, forged, udp_path(1), kNow + 9s);

  EXPECT_EQ(agent.last_checked(), kNow + 4s);
}

TEST(IceLite, APeerCannotFillTheTablesAndTheSelectedPathStays) {
  IceLite agent(kFirst);
  receive(agent, Check::to(kFirst).nominating(), udp_path(1));

  std::size_t unbound = 0;
  for (std::uint16_t port = 2; port <= 100; ++port) {
    unbound += receive(agent, Check::to(kFirst), udp_path(port), kNow + port * 1ms).unbind.size();
  }

  EXPECT_EQ(agent.paths().size(), 16U);
  EXPECT_EQ(unbound, 84U);
  EXPECT_EQ(agent.selected(), udp_path(1));
  EXPECT_THAT(agent.paths(), testing::Contains(udp_path(1)));
}

TEST(IceLite, WhenTheSelectedPathIsGoneTheLatestCheckedOneIsUsed) {
  IceLite agent(kFirst);
  receive(agent, Check::to(kFirst).nominating(), udp_path(1), kNow);
  receive(agent, Check::to(kFirst), udp_path(2), kNow + 2s);
  receive(agent, Check::to(kFirst), udp_path(3), kNow + 1s);

  const bool other_gone = agent.forget(udp_path(3));
  const bool selected_gone = agent.forget(udp_path(1));
  const auto fallback = agent.selected();
  const bool last_gone = agent.forget(udp_path(2));

  EXPECT_FALSE(other_gone);
  EXPECT_TRUE(selected_gone);
  EXPECT_EQ(fallback, udp_path(2));
  EXPECT_TRUE(last_gone);
  EXPECT_FALSE(agent.selected());
}

}  // namespace
}  // namespace codevoice::rtc
