#include "pipeline/drop_counter.hpp"

#include "base/log.hpp"
#include "base/metric.hpp"

namespace codevoice::pipeline {
namespace {

constexpr std::array<std::string_view, kDropReasons> kNames{"stale_epoch", "audio_overflow", "feedback_overflow", "stopped"};
metrics::CounterFamily dropped("codevoice_frames_dropped_total", "Frames that pipelines threw away.", {{"reason", kNames}});

}  // namespace

std::string_view name_of(DropReason reason) noexcept { return kNames[static_cast<std::size_t>(reason)]; }

void DropCounter::add(DropReason reason, std::uint64_t count) {
  if (count == 0) return;
  const auto index = static_cast<std::size_t>(reason);
  counts_[index] += count;
  dropped.at(index).add(static_cast<double>(count));
  const bool is_expected = reason == DropReason::StaleEpoch || reason == DropReason::Stopped;
  const auto now = clock_.now();
  if (is_expected || (logged_[index] != TimePoint{} && now - logged_[index] < std::chrono::seconds{1})) return;
  logged_[index] = now;
  log::warn("frames.dropped", {{"stage", where_}, {"reason", name_of(reason)}, {"total", counts_[index]}});
}

}  // namespace codevoice::pipeline
