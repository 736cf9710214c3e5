// Counts the packets that went nowhere, by reason, and says so at most once a second.
// Thread: one executor.   Errors: none. A count costs an addition, so a flood of junk stays cheap.
#pragma once

#include <array>
#include <cstdint>

#include "rtc/transport.hpp"

namespace codevoice::rtc {

enum class DropReason : std::uint8_t {
  UnknownSource,   // not STUN, and no path is bound to where it came from
  UnknownUfrag,    // a check for nobody here (left, restarted, or guessed)
  BadStun,         // claims to be STUN but is malformed or cannot be routed
  Oversized,       // longer than any packet of ours or theirs
  Empty,           // no bytes at all
  Late,            // from a peer that has left: expected, never logged
  KernelOverflow,  // the socket's receive buffer was full
  SendFull,        // the socket's send buffer was full
  SendFailed,      // the kernel refused the address
  NoRoute,         // sent by a path whose socket or connection is not there
  TcpOverflow,     // a TCP peer reads too slowly: its oldest packets go
  TcpRefused,      // too many TCP connections
  TcpNoCheck,      // a TCP connection without a valid check in time
  TcpBadFrame,     // a TCP frame longer than any packet
};
inline constexpr std::size_t kDropReasons = 14;

std::string_view name_of(DropReason reason) noexcept;

class PacketDrops {
 public:
  void add(DropReason reason, TimePoint now, std::uint64_t count = 1) {
    counts_[static_cast<std::size_t>(reason)] += count;
    count_for_all(reason, count);
    if (reason != DropReason::Late && now >= next_line_) say(reason, now);
  }
  std::uint64_t count(DropReason reason) const { return counts_[static_cast<std::size_t>(reason)]; }
  /// Reasons that have happened, with their counts.
  DropCounts all() const;
  /// Lines logged so far (a flood must not raise it by more than one a second).
  std::uint64_t lines() const { return lines_; }

 private:
  static void count_for_all(DropReason reason, std::uint64_t count) noexcept;
  void say(DropReason reason, TimePoint now);

  std::array<std::uint64_t, kDropReasons> counts_{};
  std::uint64_t said_ = 0;  // drops covered by lines so far
  std::uint64_t lines_ = 0;
  TimePoint next_line_{};
};

}  // namespace codevoice::rtc
