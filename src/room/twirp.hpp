// Twirp, the way LiveKit's server APIs are called: POST /twirp/livekit.RoomService/Method, JSON or protobuf both ways, and errors
// as {"code", "msg"} with a status of their own.
// Thread: pure. Errors: see each; nothing throws. Source: Twirp wire protocol v7.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "net/web_server.hpp"

namespace codevoice::room::twirp {

enum class Code : std::uint8_t {
  InvalidArgument,
  Malformed,
  BadRoute,
  NotFound,
  PermissionDenied,
  Unauthenticated,
  ResourceExhausted,
  FailedPrecondition,
  Unimplemented,
  Unavailable,
  Internal,
};

inline constexpr std::string_view kJson = "application/json";
inline constexpr std::string_view kProtobuf = "application/protobuf";

net::Response error(Code code, std::string_view words);

/// What a server answered other than 200, as our error: its own code and words where it speaks Twirp, else the status.
Error error_of(const net::Response& answer);

}  // namespace codevoice::room::twirp
