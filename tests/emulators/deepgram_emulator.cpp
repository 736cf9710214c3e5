#include "emulators/deepgram_emulator.hpp"

#include <cstdlib>

#include "audio/opus_decoder.hpp"
#include "base/ids.hpp"

namespace codevoice::emulators {
namespace {

using Serve = Awaitable<void> (*)(std::shared_ptr<DeepgramShared>, net::Request, FaultySocket);

struct Route {
  const char* path;
  const char* fault;  // the name its faults go by
  Serve serve;
};
constexpr Route kRoutes[] = {{"/v1/listen", "listen", serve_listen}, {"/v2/listen", "flux", serve_flux}, {"/v1/speak", "speak", serve_speak}};

const Route* route_of(const std::string& path) {
  for (const auto& route : kRoutes) {
    if (path == route.path) return &route;
  }
  return nullptr;
}

net::Response deepgram_refusal(unsigned status, const char* code, const char* text) {
  net::Response response;
  response.status = status;
  response.content_type = "application/json";
  response.body = boost::json::serialize(boost::json::object{{"err_code", code}, {"err_msg", text}, {"request_id", new_uuid()}});
  return response;
}

bool authorized(const net::Request& request, const std::string& key) {
  auto given = request.header("authorization").value_or("");
  for (const std::string_view scheme : {"Token ", "token ", "Bearer ", "bearer "}) {
    if (given.starts_with(scheme)) return given.size() > scheme.size() && (key.empty() || given.substr(scheme.size()) == key);
  }
  return false;
}

/// Status 0: go on.
net::Response refusal_of(const net::Request& request, const Fault& fault, const DeepgramConfig& config) {
  net::Response fine;
  fine.status = 0;
  switch (fault.status) {
    case 0: break;
    case 401: return deepgram_refusal(401, "INVALID_AUTH", "Invalid credentials.");
    case 402:
      return deepgram_refusal(402, "ASR_PAYMENT_REQUIRED",
                              "Project does not have enough credits for an ASR request and does not have an overage agreement.");
    case 429: return deepgram_refusal(429, "TOO_MANY_REQUESTS", "Too many requests. Please try again later");
    default: return deepgram_refusal(fault.status, "INTERNAL_SERVER_ERROR", "The service could not answer.");
  }
  if (!authorized(request, config.key)) return deepgram_refusal(401, "INVALID_AUTH", "Invalid credentials.");
  const auto encoding = request.query_value("encoding").value_or("linear16");
  const bool listens = request.path != "/v1/speak";
  if (request.wants_websocket && encoding != "linear16" && !(listens && encoding == "opus")) {
    return deepgram_refusal(400, "Bad Request", "this encoding is not emulated");
  }
  if (encoding == "opus" && !audio::OpusDecoder::create(static_cast<std::uint32_t>(number_or(request, "sample_rate", 0)))) {
    return deepgram_refusal(400, "INVALID_QUERY_PARAMETER", "sample_rate: one that Opus has is wanted");
  }
  if (request.path == "/v2/listen" && !request.query_value("model").value_or("").starts_with("flux-")) {
    return deepgram_refusal(400, "INVALID_QUERY_PARAMETER", "model: a flux model is wanted");
  }
  return fine;
}

}  // namespace

double number_or(const net::Request& request, std::string_view name, double otherwise) {
  const auto text = request.query_value(name);
  if (!text) return otherwise;
  const std::string copy(*text);
  char* end = nullptr;
  const double value = std::strtod(copy.c_str(), &end);
  return end == copy.c_str() ? otherwise : value;
}

DeepgramEmulator::DeepgramEmulator(Clock& clock, Faults& faults, DeepgramConfig config)
    : shared_(std::make_shared<DeepgramShared>(clock, faults, std::move(config))) {}

bool DeepgramEmulator::answers(const net::Request& request) const {
  return route_of(request.path) != nullptr || request.path == "/v1/projects" || request.path == "/said" || request.path == "/heard";
}

/// For tests: every text spoken, in order, and how many words of the script each speaker has said.
net::Response DeepgramEmulator::tell_log(const std::string& path) const {
  boost::json::value log = boost::json::value_from(shared_->said);
  if (path == "/heard") {
    auto& words = log.emplace_object();
    for (const auto& [tag, memory] : shared_->speakers) words[tag] = words_begun(memory);
  }
  net::Response response;
  response.content_type = "application/json";
  response.body = boost::json::serialize(log);
  return response;
}

Awaitable<net::Reply> DeepgramEmulator::answer(net::Request request) {
  if (request.path == "/said" || request.path == "/heard") co_return tell_log(request.path);
  if (request.path == "/v1/projects") {  // what a key is tried on
    if (!authorized(request, shared_->config.key)) co_return deepgram_refusal(401, "INVALID_AUTH", "Invalid credentials.");
    net::Response projects;
    projects.content_type = "application/json";
    projects.body = R"({"projects":[{"project_id":"00000000-0000-0000-0000-000000000000","name":"emulated"}]})";
    co_return projects;
  }
  const auto* route = route_of(request.path);
  const bool is_post = request.path == "/v1/speak" && request.method == "POST";
  const auto fault = shared_->faults.next(is_post ? "speak_rest" : route->fault);
  if (fault.delay.count() > 0) co_await shared_->clock.sleep_for(fault.delay);
  if (auto refused = refusal_of(request, fault, shared_->config); refused.status != 0) co_return refused;
  if (is_post) co_return co_await speak_once(shared_, std::move(request), fault);
  if (!request.wants_websocket) co_return deepgram_refusal(400, "Bad Request", "a WebSocket is served here");
  net::Upgrade upgrade;
  upgrade.serve = [shared = shared_, route, request = std::move(request), fault](std::shared_ptr<net::WebSocket> socket) {
    return route->serve(shared, request, FaultySocket(std::move(socket), fault, shared->clock));
  };
  co_return upgrade;
}

void DeepgramEmulator::tell_stats(boost::json::object& to) const {
  const auto& stats = shared_->stats;
  to["stt_conns"] = stats.stt_conns;
  to["stt_opus_conns"] = stats.stt_opus_conns;
  to["stt_bytes"] = stats.stt_bytes;
  to["stt_audio_s"] = stats.stt_audio_s;
  to["stt_segments"] = stats.stt_segments;
  to["stt_finals"] = stats.stt_finals;
  to["stt_interims"] = stats.stt_interims;
  to["stt_finalize"] = stats.stt_finalize;
  to["stt_configure"] = stats.stt_configure;
  to["tts_conns"] = stats.tts_conns;
  to["tts_rest"] = stats.tts_rest;
  to["tts_speaks"] = stats.tts_speaks;
  to["tts_flushes"] = stats.tts_flushes;
  to["tts_clears"] = stats.tts_clears;
  to["tts_audio_s"] = stats.tts_audio_s;
}

}  // namespace codevoice::emulators
