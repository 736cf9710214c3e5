#include "rtc/transport_drops.hpp"

#include <algorithm>

namespace codevoice::rtc {
namespace {

template <class Reason, std::size_t N>
void append(DropCounts& counts, const std::array<std::uint64_t, N>& dropped) {
  for (std::size_t i = 0; i < N; ++i) {
    if (dropped[i] > 0) counts.emplace_back(name_of(static_cast<Reason>(i)), dropped[i]);
  }
}

}  // namespace

std::string_view name_of(TransportDrop drop) noexcept {
  switch (drop) {
    case TransportDrop::EarlyMedia: return "early_media";
    case TransportDrop::EarlyDtls: return "early_dtls";
    case TransportDrop::UnknownKind: return "unknown_kind";
    case TransportDrop::NotConnected: return "not_connected";
    case TransportDrop::Oversized: return "oversized_send";
    case TransportDrop::DataUnsent: return "data_unsent";
  }
  return "unknown_kind";
}

void merge_drops(DropCounts& counts, const DropCounts& more) {
  for (const auto& [reason, count] : more) {
    const auto same = std::find_if(counts.begin(), counts.end(), [&](const auto& entry) { return entry.first == reason; });
    if (same == counts.end()) {
      counts.emplace_back(reason, count);
    } else {
      same->second += count;
    }
  }
}

void TransportDrops::add(const DropCounts& others) { merge_drops(others_, others); }

DropCounts TransportDrops::all() const {
  DropCounts counts;
  append<TransportDrop>(counts, transport_);
  append<SrtpDrop>(counts, srtp_);
  append<SctpDrop>(counts, sctp_);
  merge_drops(counts, others_);
  return counts;
}

}  // namespace codevoice::rtc
