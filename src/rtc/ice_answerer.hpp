// Judges the Binding requests of a peer and words the answers, for the lite and the full agent alike.
// Ownership: a value of the agent.   Thread: the agent's.
// Errors:    refusals are limited per second, so that junk with our ufrag in it cannot make us a reflector.
// Sources:   RFC 8489 §6.3.1, §9.1.3; RFC 8445 §7.3.
#pragma once

#include "rtc/stun_message.hpp"

namespace codevoice::rtc {

class IceAnswerer {
 public:
  static constexpr std::size_t kRefusalsPerSecond = 20;

  /// The error code the request deserves, 0 when it is good. `ours`: the credentials its USERNAME names, if any.
  static std::uint16_t fault_of(const StunMessage& request, const IceCredentials* ours);
  static Bytes accept(const StunMessage& request, const Endpoint& source, std::string_view password);
  /// Empty when there were too many lately. Only 420 and 487 are signed: before them the request was authenticated.
  Bytes refuse(const StunMessage& request, std::uint16_t code, const IceCredentials* ours, TimePoint now);

 private:
  TimePoint since_{};
  std::size_t refusals_ = 0;
};

}  // namespace codevoice::rtc
