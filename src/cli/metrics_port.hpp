// The port of --metrics ADDRESS:PORT, where Prometheus reads /metrics.
// Ownership: the caller closes it. Thread: the executor's. Errors: at creation, when the port cannot be had.
#pragma once

#include <memory>

#include "cli/settings.hpp"
#include "net/web_server.hpp"

namespace codevoice::cli {

/// Nothing when the setting is unset.
Result<std::unique_ptr<net::WebServer>> open_metrics_port(const asio::any_io_executor& executor, const Settings& settings);

}  // namespace codevoice::cli
