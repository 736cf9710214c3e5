// untested: needs hosts with engines; tests/e2e/api.test.mjs stops a running interview through it
#include "cli/host_control.hpp"

#include <boost/asio/post.hpp>
#include <future>

namespace codevoice::cli {

Result<void> HostControl::stop(const std::string& room, const std::string& reason) {
  using namespace std::chrono_literals;
  for (const auto& place : hosts_) {
    const auto answer = std::make_shared<std::promise<bool>>();
    auto stopped = answer->get_future();
    asio::post(place.executor, [answer, host = place.host, room, reason] { answer->set_value(host->stop_in(room, reason)); });
    if (stopped.wait_for(2s) != std::future_status::ready) return fail(ErrorKind::Unavailable, "a media thread does not answer");
    if (stopped.get()) return {};
  }
  return fail(ErrorKind::NotFound, "it does not run in this process");
}

}  // namespace codevoice::cli
