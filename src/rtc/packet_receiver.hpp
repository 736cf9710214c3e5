// Where the sockets hand in what they received, before anyone knows whom it is for.
// Ownership: sockets hold it weakly.   Thread: the sockets' executor.   Errors: must not throw.
#pragma once

#include <span>

#include "rtc/packet_drops.hpp"
#include "rtc/packet_path.hpp"

namespace codevoice::rtc {

class PacketReceiver {
 public:
  virtual ~PacketReceiver() = default;
  /// The bytes may be changed in place and are valid during the call.
  virtual void on_datagram(std::span<std::uint8_t> bytes, const Path& path, TimePoint arrived) = 0;
  virtual void on_drop(DropReason reason, std::uint64_t count, TimePoint now) = 0;
  virtual void on_connection_closed(const Path& path) = 0;
};

/// Longer than any packet of WebRTC (an Ethernet frame with room to spare); what exceeds it is dropped.
inline constexpr std::size_t kMaxPacketSize = 2048;

inline TimePoint steady_now() { return std::chrono::time_point_cast<Duration>(std::chrono::steady_clock::now()); }

}  // namespace codevoice::rtc
