// Counts the frames a pipeline throws away, by reason, and says so in the log at most once a second.
// Thread: the session's strand.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/clock.hpp"

namespace codevoice::pipeline {

enum class DropReason : std::uint8_t {
  StaleEpoch,        // made for a reply that was interrupted
  AudioOverflow,     // the oldest audio of a full queue
  FeedbackOverflow,  // a stage that no longer takes its urgent frames
  Stopped,           // the pipeline is closing
};
inline constexpr std::size_t kDropReasons = 4;
std::string_view name_of(DropReason reason) noexcept;

class DropCounter {
 public:
  DropCounter(Clock& clock, std::string_view where) : clock_(clock), where_(where) {}
  void add(DropReason reason, std::uint64_t count = 1);
  std::uint64_t count(DropReason reason) const { return counts_[static_cast<std::size_t>(reason)]; }

 private:
  Clock& clock_;
  std::string_view where_;
  std::array<std::uint64_t, kDropReasons> counts_{};
  std::array<TimePoint, kDropReasons> logged_{};
};

}  // namespace codevoice::pipeline
