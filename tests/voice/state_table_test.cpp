#include "voice/state_table.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;

// R8
TEST(StateTable, R8EveryStateOfEveryMachineHasARule) {
  std::set<std::pair<std::string, std::string>> wanted;
  const auto add = [&](auto last) {
    for (int i = 0; i <= static_cast<int>(last); ++i) {
      const auto state = static_cast<decltype(last)>(i);
      wanted.emplace(machine_of(state), name_of(state));
    }
  };
  add(TurnState::Closing);
  add(ReplyState::Speaking);
  add(PlayoutPhase::Starved);
  add(SessionState::Over);

  std::set<std::pair<std::string, std::string>> present;
  for (const auto& rule : state_table()) present.emplace(rule.machine, rule.state);

  EXPECT_EQ(present, wanted);
}

// R8
TEST(StateTable, R8FromEveryStateDeadlinesLeadToRest) {
  const VoiceConfig config;
  for (const auto& start : state_table()) {
    const auto* rule = &start;
    std::size_t steps = 0;
    while (rule->deadline != nullptr && steps <= state_table().size()) {
      EXPECT_GT(rule->deadline(config), Duration{});
      rule = &rule_of(rule->machine, rule->next);
      ++steps;
    }
    EXPECT_LE(steps, state_table().size()) << start.machine << "." << start.state << " never comes to rest";
  }
}

TEST(StateTable, R8OnlyWhereNothingIsUnderWayIsARest) {
  std::set<std::string> rests;
  for (const auto& rule : state_table()) {
    if (rule.deadline == nullptr) rests.insert(std::string(rule.machine) + "." + std::string(rule.state));
  }

  EXPECT_EQ(rests, (std::set<std::string>{"turn.idle", "reply.none", "playout.silent", "session.waiting", "session.over"}));
}

TEST(WatchedState, ADeadlineThatLeadsElsewhereThanTheTableSaysIsLogged) {
  const VoiceConfig config;
  WatchedState<TurnState> state(TurnState::Idle, config);
  const TimePoint start{1h};
  const auto logged = [&](TurnState next) {
    state.enter(TurnState::Speaking, start);
    EXPECT_TRUE(state.overdue(start + 1h));
    testing::internal::CaptureStderr();
    state.enter(next, start + 1h);
    return testing::internal::GetCapturedStderr();
  };

  EXPECT_EQ(logged(TurnState::Closing).find("state.astray"), std::string::npos);
  EXPECT_NE(logged(TurnState::Idle).find("state.astray"), std::string::npos);
}

TEST(WatchedState, IsOverdueAfterItsRowsDeadlineOnly) {
  VoiceConfig config;
  config.turn.longest = 10s;
  WatchedState<TurnState> state(TurnState::Idle, config);
  const TimePoint start{1h};
  EXPECT_FALSE(state.overdue(start + 100h));

  state.enter(TurnState::Speaking, start);

  EXPECT_FALSE(state.overdue(start + 9s));
  EXPECT_TRUE(state.overdue(start + 10s));
}

}  // namespace
}  // namespace codevoice::voice
