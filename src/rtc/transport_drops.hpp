// What a hub's transports dropped, by reason.
// Thread: the shard. Errors: none; a count costs an addition, so a flood stays cheap.
#pragma once

#include <array>
#include <cstdint>

#include "rtc/sctp_events.hpp"
#include "rtc/srtp_session.hpp"
#include "rtc/transport.hpp"

namespace codevoice::rtc {

enum class TransportDrop : std::uint8_t {
  EarlyMedia,    // SRTP before the peer has proved who it is
  EarlyDtls,     // more than one flight before ICE has a path
  UnknownKind,   // first byte is none of RFC 7983's
  NotConnected,  // asked to send before (or after) there was a way
  Oversized,     // asked to send more than a datagram takes
  DataUnsent,    // a data channel packet DTLS could not take
};
inline constexpr std::size_t kTransportDrops = 6;
std::string_view name_of(TransportDrop drop) noexcept;

class TransportDrops {
 public:
  void add(TransportDrop drop) { ++transport_[static_cast<std::size_t>(drop)]; }
  void add(SrtpDrop drop) { ++srtp_[static_cast<std::size_t>(drop)]; }
  void add(SctpDrop drop, std::uint32_t count) { sctp_[static_cast<std::size_t>(drop)] += count; }
  /// Counts of sockets that are gone.
  void add(const DropCounts& others);
  /// Reasons that have happened, with their counts.
  DropCounts all() const;

 private:
  std::array<std::uint64_t, kTransportDrops> transport_{};
  std::array<std::uint64_t, kSrtpDrops> srtp_{};
  std::array<std::uint64_t, kSctpDrops> sctp_{};
  DropCounts others_;
};

/// Adds `more` to `counts`, reason by reason.
void merge_drops(DropCounts& counts, const DropCounts& more);

}  // namespace codevoice::rtc
