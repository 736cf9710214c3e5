#include "rtc/ice_answerer.hpp"

#include "rtc/stun_writer.hpp"

namespace codevoice::rtc {

std::uint16_t IceAnswerer::fault_of(const StunMessage& request, const IceCredentials* ours) {
  if (request.username.empty() || !request.has_integrity()) return 400;
  if (ours == nullptr || !integrity_ok(request, ours->pwd)) return 401;
  return request.unknown.count > 0 ? 420 : 0;
}

Bytes IceAnswerer::accept(const StunMessage& request, const Endpoint& source, std::string_view password) {
  return StunWriter(StunKind::Success, request.transaction).xor_mapped_address(source).finish(password);
}

Bytes IceAnswerer::refuse(const StunMessage& request, std::uint16_t code, const IceCredentials* ours, TimePoint now) {
  if (now - since_ >= std::chrono::seconds{1}) {
    since_ = now;
    refusals_ = 0;
  }
  if (++refusals_ > kRefusalsPerSecond) return {};
  StunWriter writer(StunKind::Error, request.transaction);
  writer.error_code(code);
  if (code == 420) writer.unknown_attributes(request.unknown);
  const bool authenticated = code == 420 || code == 487;
  return writer.finish(authenticated && ours != nullptr ? std::string_view(ours->pwd) : std::string_view{});
}

}  // namespace codevoice::rtc
