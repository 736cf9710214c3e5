#include "http/site.hpp"

#include <gtest/gtest.h>

#include "support/run_awaitable.hpp"

namespace codevoice::http {
namespace {

net::Response get(const net::Handler& site, std::string path, std::string host = "localhost:8000", std::string method = "GET") {
  net::Request request;
  request.method = std::move(method);
  request.path = std::move(path);
  request.headers = {{"host", std::move(host)}};
  auto reply = test::run(site(std::move(request)));
  return std::get<net::Response>(reply);
}

SiteConfig with_token() {
  SiteConfig config;
  config.fresh_token = [] { return std::string("a.b.c"); };
  return config;
}

/// What the server tells the page: the text of its configuration element. The page's own script speaks of tokens too.
std::string config_of(const net::Response& page) {
  constexpr std::string_view open = R"(<script type="application/json" id="codevoice-config">)";
  const auto begin = page.body.find(open);
  if (begin == std::string::npos) return "the page has no configuration";
  const auto text = page.body.substr(begin + open.size());
  return text.substr(0, text.find("</script>"));
}

TEST(Site, ALiveKitServersUrlTakesThePlaceOfOurPort) {
  auto config = with_token();
  config.room_url = "wss://livekit.example/</script>";

  EXPECT_EQ(config_of(get(make_site(std::move(config)), "/test_room.html")), R"({"url":"wss://livekit.example/\u003c/script>","token":"a.b.c"})");
}

TEST(Site, WebhooksAreTakenOnlyWhereALiveKitServerIsInUse) {
  SiteConfig with_livekit;
  with_livekit.webhook = [](net::Request request) -> Awaitable<net::Reply> {
    net::Response response;
    response.body = "took " + request.method;
    co_return response;
  };
  const auto site = make_site(std::move(with_livekit));

  EXPECT_EQ(get(site, "/livekit/webhook", "localhost", "POST").body, "took POST");
  EXPECT_EQ(get(site, "/livekit/webhook").status, 404U);
  EXPECT_EQ(get(make_site({}), "/livekit/webhook", "localhost", "POST").status, 405U);
}

TEST(Site, TheTestRoomCarriesAFreshTokenForThisMachineOnly) {
  const auto site = make_site(with_token());

  EXPECT_EQ(config_of(get(site, "/test_room.html")), R"({"rtcPort":7880,"token":"a.b.c"})");
  EXPECT_NE(get(site, "/test_room.html", "[::1]:8000").body.find("a.b.c"), std::string::npos);
  EXPECT_EQ(get(site, "/test_room.html", "evil.example:8000").body.find("a.b.c"), std::string::npos);
}

TEST(Site, WithoutDevelopmentModeThereIsNoToken) {
  const auto page = get(make_site({}), "/test_room.html");

  EXPECT_EQ(page.status, 200U);
  EXPECT_EQ(config_of(page), R"({"rtcPort":7880})");
  EXPECT_NE(page.body.find("<audio id=\"voice\""), std::string::npos);
}

TEST(Site, ThePageLoadsNothingFromElsewhere) {
  const auto body = get(make_site({}), "/test_room.html").body;

  EXPECT_EQ(body.find("<script src"), std::string::npos);
  EXPECT_EQ(body.find("<link rel=\"stylesheet\""), std::string::npos);
}

TEST(Site, UnknownPathsAndMethodsAreAnsweredInPlainWords) {
  const auto site = make_site({});

  EXPECT_EQ(get(site, "/").status, 302U);
  EXPECT_EQ(get(site, "/healthz").body, "{\"status\":\"ok\",\"interviewer\":false}\n");
  EXPECT_EQ(get(site, "/nothing").status, 404U);
  EXPECT_EQ(get(site, "/healthz", "localhost", "DELETE").status, 405U);
  EXPECT_EQ(get(site, "/rtc/v1").status, 404U);
}

TEST(Site, SignallingIsHandedOn) {
  SiteConfig config;
  config.signalling = [](net::Request request) -> Awaitable<net::Reply> {
    net::Response response;
    response.status = 418;
    response.body = request.path;
    co_return response;
  };

  const auto response = get(make_site(config), "/rtc/v1/validate");

  EXPECT_EQ(response.status, 418U);
  EXPECT_EQ(response.body, "/rtc/v1/validate");
}

/// As asked for by `peer`; `passed_on`: a header a proxy adds.
unsigned metrics_status(const net::Handler& site, std::string peer, std::string host = "localhost:8000", std::string passed_on = {}) {
  net::Request request;
  request.method = "GET";
  request.path = "/metrics";
  request.peer = std::move(peer);
  request.headers = {{"host", std::move(host)}};
  if (!passed_on.empty()) request.headers.emplace_back(std::move(passed_on), "203.0.113.7");
  return std::get<net::Response>(test::run(site(std::move(request)))).status;
}

TEST(Site, MetricsAreReadOnThisMachineOnly) {
  const auto site = make_site({});

  EXPECT_EQ(metrics_status(site, "127.0.0.1:40000"), 200U);
  EXPECT_EQ(metrics_status(site, "[::1]:40000", "[::1]:8000"), 200U);
  EXPECT_EQ(metrics_status(site, "203.0.113.7:40000"), 403U);
  EXPECT_EQ(metrics_status(site, "127.0.0.1:40000", "evil.example"), 403U);
  for (const auto* header : {"x-forwarded-for", "forwarded", "x-real-ip"}) {
    EXPECT_EQ(metrics_status(site, "127.0.0.1:40000", "localhost", header), 403U) << header;
  }
}

TEST(Site, APortOpenedForMetricsAnswersWhoReachesIt) {
  const auto site = make_metrics_site(MetricsAccess::Anyone);

  EXPECT_EQ(metrics_status(site, "203.0.113.7:40000", "machine.example:9090"), 200U);
  EXPECT_EQ(get(site, "/test_room.html").status, 404U);
  EXPECT_EQ(get(site, "/metrics", "localhost", "POST").status, 405U);
}

}  // namespace
}  // namespace codevoice::http
