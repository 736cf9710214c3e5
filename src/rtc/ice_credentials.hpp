// Fresh ICE credentials (RFC 8445 §5.3): at least 24 bits of ufrag and 128 bits of password.
// Thread: any.
#pragma once

#include <optional>

#include "rtc/transport.hpp"

namespace codevoice::rtc {

/// `prefix` opens the ufrag (the shard's number, so that a TCP connection finds its shard); letters and digits only.
IceCredentials make_ice_credentials(std::string_view prefix = {});

inline constexpr unsigned kMostShards = 256;
/// Two hexadecimal digits, the first letters of every ufrag a shard gives out.
std::string ufrag_prefix_of(unsigned shard);
/// The shard an ufrag of ours names; nothing for one that is not ours.
std::optional<unsigned> shard_of_ufrag(std::string_view ufrag);

}  // namespace codevoice::rtc
