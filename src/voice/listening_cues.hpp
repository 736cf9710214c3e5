// When the interviewer shows, in a long answer, that it listens: a short sound in a short pause of somebody who goes on.
// Off, it never wants one.
// Units:  speech and silence in media time. Thread: the session's strand; a value.
#pragma once

#include <optional>
#include <string_view>

#include "interview/dice.hpp"
#include "voice/turn_stop_strategy.hpp"
#include "voice/voice_config.hpp"

namespace codevoice::voice {

class ListeningCues {
 public:
  /// One moment of a pause in an open turn.
  struct Moment {
    std::uint64_t turn = 0;
    Duration spoken{};                      // speech of the turn so far
    Duration silence{};                     // of the pause
    std::optional<StopDecision> judgement;  // of it, as things stand
  };
  explicit ListeningCues(const ListeningConfig& config) : config_(config), dice_(config.seed) {}

  bool on() const { return config_.on; }
  /// The sound to make now; at most once a pause.
  std::optional<std::string_view> at(const Moment& moment);
  /// What comes next: worth having ready. Told once before each.
  std::optional<std::string_view> to_prepare();

 private:
  void await_next(Duration spoken);
  std::string_view next() const;

  ListeningConfig config_;
  interview::Dice dice_;
  std::uint64_t turn_ = 0;
  std::size_t made_ = 0;  // sounds, of all turns
  Duration due_{};        // so much speech of the turn
  bool prepared_ = false;
};

}  // namespace codevoice::voice
