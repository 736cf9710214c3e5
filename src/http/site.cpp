#include "http/site.hpp"

#include <boost/json.hpp>

#include "base/embedded_file.hpp"
#include "base/metric.hpp"
#include "http/live_socket.hpp"

namespace codevoice::http {

extern const std::vector<EmbeddedFile> kPages;

namespace {

constexpr std::string_view kConfigMark = "<!--codevoice:config-->";

net::Response plain(unsigned status, std::string text) {
  net::Response response;
  response.status = status;
  response.body = std::move(text);
  return response;
}

/// A token is given away only to a page whose address is this machine's: a foreign name that resolves here gets none.
bool is_local_host(std::string_view host) {
  const auto without_port = host.starts_with('[') ? host.substr(0, host.find(']') + 1) : host.substr(0, host.find(':'));
  return without_port == "localhost" || without_port == "127.0.0.1" || without_port == "[::1]";
}

net::Response test_room(const SiteConfig& config, const net::Request& request) {
  boost::json::object facts;
  if (config.room_url.empty()) {
    facts["rtcPort"] = config.rtc_port;
  } else {
    facts["url"] = config.room_url;
  }
  if (config.fresh_token && request.path != "/join" && is_local_host(request.header("host").value_or(""))) facts["token"] = config.fresh_token();
  net::Response response;
  response.content_type = "text/html; charset=utf-8";
  response.body = kPages.front().text;
  const auto mark = response.body.find(kConfigMark);
  if (mark != std::string::npos) {
    // a URL is the operator's: escaped, so that nothing in it can close the script element
    auto text = boost::json::serialize(facts);
    for (auto at = text.find('<'); at != std::string::npos; at = text.find('<', at)) text.replace(at, 1, "\\u003c");
    const auto script = R"(<script type="application/json" id="codevoice-config">)" + text + "</script>";
    response.body.replace(mark, kConfigMark.size(), script);
  }
  response.headers = {
      {"Cache-Control", "no-store"}, {"X-Content-Type-Options", "nosniff"}, {"Referrer-Policy", "no-referrer"}, {"X-Frame-Options", "DENY"}};
  return response;
}

net::Response health(const SiteConfig& config) {
  auto response = plain(200, boost::json::serialize(boost::json::object{{"status", "ok"}, {"interviewer", config.interviewer}}) + "\n");
  response.content_type = "application/json";
  return response;
}

bool is_from_this_machine(const net::Request& request) {
  const bool loopback = request.peer.starts_with("127.") || request.peer.starts_with("[::1]") || request.peer.starts_with("::1");
  const bool passed_on = request.header("x-forwarded-for") || request.header("forwarded") || request.header("x-real-ip");
  return loopback && !passed_on && is_local_host(request.header("host").value_or(""));
}

net::Response metrics_for(const net::Request& request, MetricsAccess access) {
  if (access == MetricsAccess::ThisMachine && !is_from_this_machine(request)) {
    return plain(403, "/metrics is read on this machine only; --metrics ADDRESS:PORT opens a port for others\n");
  }
  net::Response response;
  response.content_type = std::string(metrics::kExpositionType);
  response.body = metrics::exposition();
  response.headers = {{"Cache-Control", "no-store"}};
  return response;
}

net::Response redirect(std::string to) {
  auto response = plain(302, "");
  response.headers = {{"Location", std::move(to)}, {"Server", "codevoice"}};
  return response;
}

Awaitable<net::Reply> answer(const SiteConfig& config, net::Request request) {
  const bool signalling = request.path == "/rtc" || request.path.starts_with("/rtc/") || request.path.starts_with("/twirp/");
  if (signalling && config.signalling) {
    net::Reply reply = co_await config.signalling(std::move(request));
    co_return reply;
  }
  if (config.api && (request.path == "/api" || request.path.starts_with("/api/"))) {
    net::Reply reply = co_await config.api(std::move(request));
    co_return reply;
  }
  if (config.live && is_live_path(request.path)) {
    net::Reply reply = co_await config.live(std::move(request));
    co_return reply;
  }
  if (request.path == "/livekit/webhook" && request.method == "POST" && config.webhook) {
    net::Reply reply = co_await config.webhook(std::move(request));
    co_return reply;
  }
  if (request.method != "GET" && request.method != "HEAD") co_return plain(405, "only GET is answered here\n");
  if (request.path == "/") co_return redirect("/test_room.html");
  if (request.path == "/test_room.html" || request.path == "/join") co_return test_room(config, request);
  if (request.path == "/healthz") co_return health(config);
  if (request.path == "/metrics") co_return metrics_for(request, MetricsAccess::ThisMachine);
  co_return plain(404, "nothing at " + request.path + "; the test room is at /test_room.html\n");
}

Awaitable<net::Reply> answer_metrics(MetricsAccess access, net::Request request) {
  if (request.method != "GET" && request.method != "HEAD") co_return plain(405, "only GET is answered here\n");
  if (request.path == "/metrics") co_return metrics_for(request, access);
  co_return plain(404, "nothing at " + request.path + "; metrics are at /metrics\n");
}

}  // namespace

net::Handler make_metrics_site(MetricsAccess access) {
  return [access](net::Request request) { return answer_metrics(access, std::move(request)); };
}

net::Handler make_site(SiteConfig config) {
  const auto shared = std::make_shared<const SiteConfig>(std::move(config));
  return [shared](net::Request request) { return answer(*shared, std::move(request)); };
}

}  // namespace codevoice::http
