// Which key and secret sign the room's tokens, and whether they may be used.
// Errors: Denied with one line for default or short secrets outside development; Unavailable when the file cannot be kept.
#pragma once

#include "base/result.hpp"
#include "cli/settings.hpp"

namespace codevoice::cli {

struct RoomSecret {
  std::string key;
  std::string secret;
};

inline constexpr std::size_t kShortestSecret = 32;  // characters

/// Takes the settings' pair; without one, the data folder's (made at random on the first start, mode 0600).
/// devkey/secret and short secrets are accepted only with DEBUG on and every listener on loopback.
Result<RoomSecret> room_secret(const Settings& settings);

/// Makes the data folder (0700) if it is missing.
Result<void> make_data_folder(const std::string& path);

}  // namespace codevoice::cli
