// Who gets the packets of one peer out of the shared sockets.
// Ownership: PacketMux holds it weakly; nothing passed in outlives the call.   Thread: the mux's executor.
// Errors:    must not throw; what it does not want it drops and counts itself.
#pragma once

#include <span>

#include "rtc/packet_path.hpp"
#include "rtc/stun_message.hpp"

namespace codevoice::rtc {

class PacketSink {
 public:
  virtual ~PacketSink() = default;
  /// A well-formed STUN message: a request for our ufrag, or anything else from a bound path. Integrity is not checked yet.
  virtual void on_stun(const StunMessage& message, const Path& path, TimePoint arrived) = 0;
  /// Anything else (DTLS, SRTP, SRTCP) from a bound path. The bytes may be changed in place.
  virtual void on_packet(std::span<std::uint8_t> bytes, const Path& path, TimePoint arrived) = 0;
  /// A bound TCP path is gone: the peer closed it or it broke. Already unbound.
  virtual void on_path_closed(const Path& path) = 0;
};

}  // namespace codevoice::rtc
