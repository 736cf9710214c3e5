// Every state of the voice path that something may hang in, with its deadline and what comes next (R8). The machines take
// their deadlines from here, and a test checks that no state is missing and none lacks a way out.
// Units: deadlines by the session's clock. Thread: values.
#pragma once

#include <span>
#include <string_view>

#include "base/log.hpp"
#include "voice/voice_config.hpp"

namespace codevoice::voice {

enum class TurnState : std::uint8_t { Idle, Overlap, Speaking, Pausing, Closing };
enum class ReplyState : std::uint8_t { None, Wording, Awaiting, Speaking, Cut };
enum class PlayoutPhase : std::uint8_t { Silent, Holding, Playing, Starved };

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
inline std::string_view machine_of(TurnState) { return "turn"; }
inline std::string_view machine_of(ReplyState) { return "reply"; }
inline std::string_view machine_of(PlayoutPhase) { return "playout"; }

/// A state that knows how long it may last.
template <class State>
class WatchedState {
 public:
  WatchedState(State state, const VoiceConfig& config) : config_(&config), state_(state) {}

  State get() const { return state_; }
  bool is(State state) const { return state_ == state; }
  void enter(State state, TimePoint now) {
    if (state != state_) log::debug("state.entered", {{"machine", machine_of(state)}, {"from", name_of(state_)}, {"to", name_of(state)}});
    state_ = state;
    const auto& rule = rule_of(machine_of(state), name_of(state));
    due_ = rule.deadline != nullptr ? now + rule.deadline(*config_) : TimePoint::max();
  }
  /// True once the deadline has passed; logged, for it should not happen.
  bool overdue(TimePoint now) const {
    if (now < due_) return false;
    log::warn("state.overdue", {{"machine", machine_of(state_)}, {"state", name_of(state_)}});
    return true;
  }

 private:
  const VoiceConfig* config_;
  State state_;
  TimePoint due_ = TimePoint::max();
};

}  // namespace codevoice::voice
