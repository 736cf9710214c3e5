#include "voice/state_table.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace codevoice::voice {
namespace {

using namespace std::chrono_literals;

TEST(StateTable, R8EveryStateOfEveryMachineHasARule) {
  std::set<std::pair<std::string, std::string>> wanted;
  const auto add = [&](auto last) {
    for (int i = 0; i <= static_cast<int>(last); ++i) {
      const auto state = static_cast<decltype(last)>(i);
      wanted.emplace(machine_of(state), name_of(state));
    }
  };
  add(TurnState::Closing);
  add(ReplyState::Cut);
  add(PlayoutPhase::Starved);

  std::set<std::pair<std::string, std::string>> present;
  for (const auto& rule : state_table()) present.emplace(rule.machine, rule.state);

  EXPECT_EQ(present, wanted);
}

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
