// What became of a reply that something sounded over, tick by tick, beside the same reply when nobody disturbs it.
// Units: levels in -dBov, ticks of 20 ms. Ownership: the undisturbed levels outlive it. Thread: any.
#pragma once

#include <optional>
#include <vector>

#include "bargein/virtual_session.hpp"

namespace codevoice::bench {

struct Disturbances {
  std::optional<MediaTime> silent;  // the reply was, or clearly softer
  std::optional<MediaTime> whole;   // again, after that
  Duration pause{};                 // the longest
  Duration later{};                 // the longest disturbance after the first
  bool paused = false;              // not only softer
};

class ReplyFollower {
 public:
  explicit ReplyFollower(const std::vector<int>& undisturbed) : undisturbed_(undisturbed) {}

  /// The tick so many after the reply began; in order.
  void feed(std::size_t index, const VirtualSession::Sent& tick);
  Disturbances found() const;
  /// Which undisturbed tick its last sound is: later, something was said twice; earlier, left out.
  std::size_t last_sound() const { return last_sound_; }

 private:
  bool begins(std::size_t at, const VirtualSession::Sent& tick);
  void end_pause(std::size_t index);

  const std::vector<int>& undisturbed_;
  Disturbances found_;
  std::optional<MediaTime> disturbed_from_;
  std::optional<MediaTime> quiet_from_;  // the reply is, by itself
  std::optional<std::size_t> paused_from_;
  std::size_t late_ = 0;  // ticks, by the pauses so far
  std::size_t last_sound_ = 0;
};

}  // namespace codevoice::bench
