// What `serve` offers beside rooms: the API over the configured database, and the interviews of this process told live.
// Ownership: outlives the web server; the hosts it is given outlive it. Thread: before the web server starts.
// Errors: the database's.
#pragma once

#include <memory>

#include "cli/host_control.hpp"
#include "cli/settings.hpp"
#include "http/api.hpp"
#include "http/live_hub.hpp"
#include "http/site.hpp"

namespace codevoice::cli {

/// Whether somebody in this process has opened the store, so that it has this version's tables and the bank.
enum class StoreState : std::uint8_t { Ready, Unknown };

class ApiHost {
 public:
  explicit ApiHost(Clock& clock) : clock_(clock), live_(clock) {}

  /// Interviews of this host can be stopped and watched. It lives on `executor`.
  void add(const asio::any_io_executor& executor, InterviewHost& host);
  /// Says on stdout whom the first administrator is, and the password, this once. `room_url`: of the LiveKit server in use.
  Result<void> start(const Settings& settings, StoreState store, room::ApiKey room_key, std::string room_url = {});
  /// The site answers for it from then on.
  void offer(http::SiteConfig& site);

 private:
  Clock& clock_;
  HostControl control_;
  http::LiveHub live_;
  std::unique_ptr<http::Api> api_;
};

}  // namespace codevoice::cli
