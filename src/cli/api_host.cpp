// untested: wires tested parts; tests/e2e starts it
#include "cli/api_host.hpp"

#include <cstdio>

#include "base/crypto.hpp"
#include "cli/accounts.hpp"
#include "cli/local_store.hpp"
#include "http/live_socket.hpp"

namespace codevoice::cli {
namespace {

http::ApiConfig api_config(const Settings& settings) {
  http::ApiConfig config;
  config.database = database_location(settings);
  config.open_registration = settings.open_registration;
  config.secure_cookies = !settings.tls_cert.empty() || settings.public_url.starts_with("https://");
  config.requests_per_s = settings.api_rate;
  config.logins_per_minute = settings.login_rate;
  config.cors_origins = settings.cors_origins;
  config.public_url = settings.public_url;
  return config;
}

/// The password of the administrator that was made; empty when there were users.
Result<std::string> make_first_admin(const Settings& settings, const Clock& clock) {
  auto database = store::Database::open(database_location(settings));
  if (!database) return tl::unexpected(database.error());
  const auto nobody = has_no_users(**database);
  if (!nobody) return tl::unexpected(nobody.error());
  if (!*nobody) return std::string();
  NewAdmin admin;
  admin.password = crypto::random_text(16);
  admin.by = "first start";
  const auto made = make_admin(**database, admin, clock.wall_us());
  if (!made && made.error().kind == ErrorKind::Conflict) return std::string();  // another process that starts with us was first
  if (!made) return tl::unexpected(made.error());
  return admin.password;
}

}  // namespace

void ApiHost::add(const asio::any_io_executor& executor, InterviewHost& host) {
  control_.add(executor, host);
  host.tell(live_);
}

Result<void> ApiHost::start(const Settings& settings, StoreState store, room::ApiKey room_key, std::string room_url) {
  if (store == StoreState::Unknown) {
    if (const auto opened = open_store(settings, Migration::WhenNew); !opened) return tl::unexpected(opened.error());
  }
  const auto password = make_first_admin(settings, clock_);
  if (!password) return tl::unexpected(password.error());
  if (!password->empty()) {
    std::printf("First administrator: admin, password %s (shown this once; `codevoice createsuperuser` makes others)\n", password->c_str());
    std::fflush(stdout);
  }
  auto config = api_config(settings);
  config.control = &control_;
  config.room_key = std::move(room_key);
  config.room_url = std::move(room_url);
  auto api = http::Api::create(std::move(config), clock_);
  if (!api) return tl::unexpected(api.error());
  api_ = std::move(*api);
  return {};
}

void ApiHost::offer(http::SiteConfig& site) {
  site.live = http::make_live_socket(*api_, live_);
  site.api = [this](net::Request request) { return api_->answer(std::move(request)); };
}

}  // namespace codevoice::cli
