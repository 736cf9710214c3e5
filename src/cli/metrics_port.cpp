#include "cli/metrics_port.hpp"

#include <utility>

#include "base/log.hpp"
#include "http/site.hpp"

namespace codevoice::cli {

Result<std::unique_ptr<net::WebServer>> open_metrics_port(const asio::any_io_executor& executor, const Settings& settings) {
  if (!settings.metrics) return std::unique_ptr<net::WebServer>{};
  net::WebServerConfig config;
  config.address = settings.metrics->address;
  config.port = settings.metrics->port;
  const auto access = settings.metrics->loopback() ? http::MetricsAccess::ThisMachine : http::MetricsAccess::Anyone;
  auto server = net::WebServer::create(executor, config, http::make_metrics_site(access));
  if (!server) return fail("--metrics", server.error());
  log::info("metrics.port", {{"address", config.address}, {"port", (*server)->port()}});
  return server;
}

}  // namespace codevoice::cli
