#include "pipeline/drop_counter.hpp"

#include "base/log.hpp"

namespace codevoice::pipeline {

std::string_view name_of(DropReason reason) noexcept {
  switch (reason) {
    case DropReason::StaleEpoch: return "stale_epoch";
    case DropReason::AudioOverflow: return "audio_overflow";
    case DropReason::FeedbackOverflow: return "feedback_overflow";
    case DropReason::Stopped: return "stopped";
  }
  return "unknown";
}

void DropCounter::add(DropReason reason, std::uint64_t count) {
  if (count == 0) return;
  const auto index = static_cast<std::size_t>(reason);
  counts_[index] += count;
  const bool is_expected = reason == DropReason::StaleEpoch || reason == DropReason::Stopped;
  const auto now = clock_.now();
  if (is_expected || (logged_[index] != TimePoint{} && now - logged_[index] < std::chrono::seconds{1})) return;
  logged_[index] = now;
  log::warn("frames.dropped", {{"stage", where_}, {"reason", name_of(reason)}, {"total", counts_[index]}});
}

}  // namespace codevoice::pipeline
