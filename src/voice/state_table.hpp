// Every state of turn, reply, playout and session that something may hang in, with its deadline and what comes next (R8). The machines
// take their deadlines from here; tests check that no state is missing, that none lacks a way out, and, from every combination of states
// that can be reached, that the interview comes to rest by these deadlines with nothing more coming in.
// Units: deadlines by the session's clock. Thread: values.
#pragma once

#include <span>
#include <string_view>
#include <utility>

#include "base/log.hpp"
#include "voice/voice_config.hpp"

namespace codevoice::voice {

enum class TurnState : std::uint8_t { Idle, Overlap, Speaking, Pausing, Closing };
enum class ReplyState : std::uint8_t { None, Wording, Awaiting, Speaking };
enum class PlayoutPhase : std::uint8_t { Silent, Holding, Playing, Paused, Starved };
enum class SessionState : std::uint8_t { Waiting, Greeting, Running, Away, Returning, Parting, Over };

struct StateRule {
  std::string_view machine;
  std::string_view state;
  Duration (*deadline)(const VoiceConfig&);  // none: a state of rest, left by what happens (the idle clock watches all at once)
  std::string_view next;                     // the state a missed deadline leads to
  std::string_view means;
};

std::span<const StateRule> state_table();
const StateRule& rule_of(std::string_view machine, std::string_view state);

std::string_view name_of(TurnState state) noexcept;
std::string_view name_of(ReplyState state) noexcept;
std::string_view name_of(PlayoutPhase state) noexcept;
std::string_view name_of(SessionState state) noexcept;
inline std::string_view machine_of(TurnState) { return "turn"; }
inline std::string_view machine_of(ReplyState) { return "reply"; }
inline std::string_view machine_of(PlayoutPhase) { return "playout"; }
inline std::string_view machine_of(SessionState) { return "session"; }

/// A state that knows how long it may last.
template <class State>
class WatchedState {
 public:
  WatchedState(State state, const VoiceConfig& config) : config_(&config), state_(state) {}

  State get() const { return state_; }
  bool is(State state) const { return state_ == state; }
  TimePoint due() const { return due_; }
  void enter(State state, TimePoint now) {
    if (state != state_) log::debug("state.entered", {{"machine", machine_of(state)}, {"from", name_of(state_)}, {"to", name_of(state)}});
    if (told_overdue_ && name_of(state) != rule_of(machine_of(state_), name_of(state_)).next) {
      log::error("state.astray", {{"machine", machine_of(state)}, {"from", name_of(state_)}, {"to", name_of(state)}});  // not what the table says
    }
    told_overdue_ = false;
    state_ = state;
    const auto& rule = rule_of(machine_of(state), name_of(state));
    due_ = rule.deadline != nullptr ? now + rule.deadline(*config_) : TimePoint::max();
  }
  /// True once the deadline has passed; logged once. Who asks then goes to the table's next state.
  bool overdue(TimePoint now) {
    if (now < due_) return false;
    if (!std::exchange(told_overdue_, true)) log::warn("state.overdue", {{"machine", machine_of(state_)}, {"state", name_of(state_)}});
    return true;
  }

 private:
  const VoiceConfig* config_;
  State state_;
  TimePoint due_ = TimePoint::max();
  bool told_overdue_ = false;
};

}  // namespace codevoice::voice
