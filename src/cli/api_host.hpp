// The API as `serve` offers it: over the configured database, whose first administrator is made when there is nobody yet.
// Thread: before the web server starts. Errors: the database's.
#pragma once

#include <memory>

#include "cli/settings.hpp"
#include "http/api.hpp"

namespace codevoice::cli {

/// Whether somebody in this process has opened the store, so that it has this version's tables and the bank.
enum class StoreState : std::uint8_t { Ready, Unknown };
struct ApiPlace {
  StoreState store = StoreState::Unknown;
  http::InterviewControl* control = nullptr;  // outlives the API
  room::ApiKey room_key{};
  std::string room_url{};  // of the LiveKit server in use
};
/// Says on stdout whom the first administrator is, and the password, this once.
Result<std::unique_ptr<http::Api>> start_api(const Settings& settings, Clock& clock, ApiPlace place);

}  // namespace codevoice::cli
