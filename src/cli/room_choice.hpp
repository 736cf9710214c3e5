// Which room server `serve` uses: the embedded one, or the LiveKit server of LIVEKIT_API_URL; and why.
// Thread: the caller's. Errors: Invalid, where a LiveKit server is asked for and none is named.
#pragma once

#include <functional>

#include "cli/settings.hpp"

namespace codevoice::cli {

struct RoomChoice {
  bool embedded = true;
  std::string url;  // of the LiveKit server
  std::string why;  // for the operator: "LIVEKIT_API_URL names another server"
};

/// LIVEKIT_API_URL is unset, or this machine at our own --rtc port.
bool names_our_room(const Settings& settings);

/// `is_livekit`: asked only where the URL is our own address; true when a LiveKit server answers there already.
Result<RoomChoice> choose_room(const Settings& settings, const std::function<bool(const std::string& url)>& is_livekit);

/// Asks the URL; blocks for a second at most.
bool livekit_answers(const std::string& url);

}  // namespace codevoice::cli
