#include "emulators/emulator_server.hpp"

#include <cstdlib>

namespace codevoice::emulators {
namespace {

net::Response json_answer(const boost::json::value& value, unsigned status = 200) {
  net::Response response;
  response.status = status;
  response.content_type = "application/json";
  response.body = boost::json::serialize(value);
  return response;
}

RandomFaults random_of(const net::Request& request) {
  RandomFaults how;
  if (const auto seed = request.query_value("seed")) how.seed = std::strtoull(std::string(*seed).c_str(), nullptr, 10);
  if (const auto share = request.query_value("share_percent")) how.share = std::strtod(std::string(*share).c_str(), nullptr) / 100;
  return how;
}

}  // namespace

net::Response refusal(unsigned status, std::string_view text) {
  const boost::json::object body{{"error", text}};
  return json_answer(body, status);
}

Result<std::unique_ptr<EmulatorServer>> EmulatorServer::create(asio::any_io_executor executor, Clock& clock, net::WebServerConfig config) {
  std::unique_ptr<EmulatorServer> emulator(new EmulatorServer(clock));
  auto* self = emulator.get();
  auto server = net::WebServer::create(executor, std::move(config), [self](net::Request request) { return self->answer(std::move(request)); });
  if (!server) return tl::unexpected(server.error());
  emulator->server_ = std::move(*server);
  return emulator;
}

boost::json::object EmulatorServer::stats() const {
  boost::json::object stats;
  for (const auto& service : services_) service->tell_stats(stats);
  stats["faults_injected"] = faults_.injected().size();
  return stats;
}

Awaitable<net::Reply> EmulatorServer::answer(net::Request request) {
  if (request.path == "/stats") co_return json_answer(stats());
  if (request.path.starts_with("/faults")) co_return answer_faults(request);
  for (const auto& service : services_) {
    if (service->answers(request)) co_return co_await service->answer(std::move(request));
  }
  co_return refusal(404, "nothing is served at " + request.path);
}

net::Response EmulatorServer::answer_faults(const net::Request& request) {
  if (request.method == "DELETE") {
    faults_.clear();
    return json_answer(boost::json::object{});
  }
  if (request.method == "POST" && request.path == "/faults/random") {
    faults_.randomize(random_of(request));
    return json_answer(boost::json::object{});
  }
  if (request.method == "POST" && request.path.starts_with("/faults/")) {
    const auto fault = parse_fault(request.query);
    if (!fault) return refusal(400, fault.error().message);
    faults_.set(request.path.substr(std::string_view("/faults/").size()), *fault);
    return json_answer(boost::json::object{});
  }
  boost::json::array list;
  for (const auto& injected : faults_.injected()) {
    list.emplace_back(boost::json::object{{"wall_us", injected.wall_us}, {"service", injected.service}, {"what", injected.what}});
  }
  return json_answer(list);
}

}  // namespace codevoice::emulators
