// Fresh ICE credentials (RFC 8445 §5.3): at least 24 bits of ufrag and 128 bits of password.
// Thread: any.
#pragma once

#include "rtc/transport.hpp"

namespace codevoice::rtc {

/// `prefix` opens the ufrag (the shard's number, so that a TCP connection finds its shard); letters and digits only.
IceCredentials make_ice_credentials(std::string_view prefix = {});

}  // namespace codevoice::rtc
