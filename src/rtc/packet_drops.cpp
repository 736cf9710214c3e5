#include "rtc/packet_drops.hpp"

#include <numeric>

#include "base/log.hpp"
#include "base/metric.hpp"

namespace codevoice::rtc {
namespace {

constexpr std::array<std::string_view, kDropReasons> kNames = {"unknown_source", "unknown_ufrag",   "bad_stun",     "oversized",    "empty",
                                                               "late",           "kernel_overflow", "send_full",    "send_failed",  "no_route",
                                                               "tcp_overflow",   "tcp_refused",     "tcp_no_check", "tcp_bad_frame"};
metrics::CounterFamily dropped("codevoice_packets_dropped_total", "Packets that went nowhere.", {{"reason", kNames}});

}  // namespace

std::string_view name_of(DropReason reason) noexcept { return kNames[static_cast<std::size_t>(reason)]; }

void PacketDrops::count_for_all(DropReason reason, std::uint64_t count) noexcept {
  dropped.at(static_cast<std::size_t>(reason)).add(static_cast<double>(count));
}

DropCounts PacketDrops::all() const {
  DropCounts counts;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    if (counts_[i] > 0) counts.emplace_back(kNames[i], counts_[i]);
  }
  return counts;
}

void PacketDrops::say(DropReason reason, TimePoint now) {
  next_line_ = now + std::chrono::seconds{1};
  ++lines_;
  const auto total = std::accumulate(counts_.begin(), counts_.end(), std::uint64_t{0}) - count(DropReason::Late);
  log::info("rtc.dropped", {{"reason", name_of(reason)}, {"packets", total - said_}, {"since_start", total}});
  said_ = total;
}

}  // namespace codevoice::rtc
