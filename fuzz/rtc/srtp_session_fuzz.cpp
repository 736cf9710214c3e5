// Parsers: rtc/srtp_session.cpp rtc/srtp_gcm.cpp
// Packets of our own come back whole, once; a packet with any bit changed, or made up by someone else, never passes.
#include "rtc/srtp_session.hpp"

#include "fuzz.hpp"

namespace {

using namespace codevoice;
using fuzz::require;

using Session = std::unique_ptr<rtc::SrtpSession>;

/// Fixed keys, of use to nobody.
rtc::SrtpKeys keys(rtc::SrtpProfile profile, bool mirrored) {
  const auto size = rtc::key_size_of(profile) + rtc::salt_size_of(profile);
  rtc::SrtpKeys out;
  out.profile = profile;
  out.local = Bytes(size, mirrored ? 0x22 : 0x11);
  out.remote = Bytes(size, mirrored ? 0x11 : 0x22);
  return out;
}

struct Kind {
  rtc::SrtpResult (rtc::SrtpSession::*protect)(std::span<std::uint8_t>, std::size_t);
  rtc::SrtpResult (rtc::SrtpSession::*unprotect)(std::span<std::uint8_t>);
};
constexpr Kind kRtp{&rtc::SrtpSession::protect_rtp, &rtc::SrtpSession::unprotect_rtp};
constexpr Kind kRtcp{&rtc::SrtpSession::protect_rtcp, &rtc::SrtpSession::unprotect_rtcp};

void must_fail(const rtc::SrtpResult& result, const char* what) {
  require(!result, what);
  require(!rtc::name_of(result.error()).empty(), "every drop has a name");
}

/// `noise` says which bit is changed; empty: none.
void pass_over(rtc::SrtpSession& sender, rtc::SrtpSession& receiver, const Kind& kind, ByteView plain, ByteView noise) {
  Bytes buffer(plain.begin(), plain.end());
  buffer.resize(plain.size() + rtc::kSrtpTrailer);
  const auto size = (sender.*kind.protect)(buffer, plain.size());
  if (!size) return must_fail(size, "never");  // no packet, or its sequence number was used
  require(*size > plain.size() && *size <= buffer.size(), "protecting adds a tag that fits");
  buffer.resize(*size);

  if (noise.size() >= 2) {
    Bytes changed = buffer;
    changed[noise[0] * 257U % changed.size()] ^= static_cast<std::uint8_t>(1U << (noise[1] & 7U));
    must_fail((receiver.*kind.unprotect)(changed), "a changed packet does not pass");
  }
  Bytes copy = buffer;
  const auto back = (receiver.*kind.unprotect)(copy);
  if (!back) return must_fail(back, "never");  // too old, or one sender too many
  require(*back == plain.size() && fuzz::same(ByteView(copy).first(*back), plain), "what was sent comes back");
  must_fail((receiver.*kind.unprotect)(buffer), "a packet passes once");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto [first, rest] = fuzz::choice_of(data, size);
  constexpr rtc::SrtpProfile profiles[] = {rtc::SrtpProfile::Aes128CmSha1_80, rtc::SrtpProfile::AeadAes128Gcm, rtc::SrtpProfile::AeadAes256Gcm};
  const auto profile = profiles[first % 3];
  const auto sender = rtc::SrtpSession::create(keys(profile, false));
  const auto receiver = rtc::SrtpSession::create(keys(profile, true));
  require(sender && receiver, "sessions are made");
  require(!rtc::SrtpSession::create({}), "no keys, no session");

  fuzz::Pieces pieces(rest);
  for (int count = 0; count < 80; ++count) {
    const auto piece = pieces.next();
    if (!piece || piece->size() < 3) break;
    const auto& kind = ((*piece)[0] & 1) != 0 ? kRtcp : kRtp;
    const auto packet = piece->subspan(3);
    if (((*piece)[0] & 2) != 0) {  // from somebody without the keys
      Bytes foreign(packet.begin(), packet.end());
      must_fail(((**receiver).*kind.unprotect)(foreign), "a stranger's packet does not pass");
    } else {
      pass_over(**sender, **receiver, kind, packet, ((*piece)[0] & 4) != 0 ? piece->subspan(1, 2) : ByteView());
    }
  }
  return 0;
}
