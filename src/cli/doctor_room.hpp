// What doctor finds out about the room server and the running product, by asking them as a client would.
// Thread: the caller's; each call blocks for at most a few seconds.
// Errors: what is wrong and what to do, in one line.
#pragma once

#include "cli/settings.hpp"

namespace codevoice::cli {

/// Is a codevoice answering on our pages' port? Its words about itself; NotFound when nobody, or something else, answers there.
Result<std::string> running_codevoice(const Settings& settings);

/// Does the room server of LIVEKIT_API_URL (default: the embedded one) answer, and does it accept our key?
Result<std::string> check_room_server(const Settings& settings);

}  // namespace codevoice::cli
