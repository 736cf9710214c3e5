// untested: wires tested parts; tests/e2e starts it for every test
#include <boost/asio/signal_set.hpp>
#include <cstdio>

#include "base/log.hpp"
#include "base/task_group.hpp"
#include "cli/commands.hpp"
#include "cli/interview_host.hpp"
#include "cli/secrets.hpp"
#include "http/site.hpp"
#include "room/token.hpp"

namespace codevoice::cli {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kProductRoom = "interview-room-1";
constexpr std::string_view kBot = "ai-interviewer";
constexpr std::string_view kCandidate = "human-candidate";

net::WebServerConfig web_config(const Settings& settings, const Listen& listen) {
  net::WebServerConfig config;
  config.address = listen.address;
  config.port = listen.port;
  config.certificate_file = settings.tls_cert;
  config.key_file = settings.tls_key;
  return config;
}

/// The parts of a running server, in the order they depend on each other.
struct Server {
  Server(asio::io_context& context, const Settings& given, const ServeOptions& wanted)
      : loop(context), settings(given), options(wanted), interviews(context.get_executor(), "interviews") {}

  asio::io_context& loop;
  const Settings& settings;
  const ServeOptions& options;
  room::ApiKey key;
  std::unique_ptr<InterviewHost> host;  // none with --no-bot
  SystemClock clock;
  std::unique_ptr<rtc::TransportHub> hub;
  std::unique_ptr<room::RoomServer> rooms;
  std::unique_ptr<net::WebServer> rtc_port;
  std::unique_ptr<net::WebServer> http_port;
  TaskGroup interviews;
};

bool has_agent(const room::HostedRoom& room) {
  return std::any_of(room.members().begin(), room.members().end(),
                     [](const auto& member) { return member->who().kind == room::ParticipantKind::Agent; });
}

bool is_bot_room(const std::string& rooms, const std::string& name) {
  return rooms.ends_with('*') ? name.starts_with(rooms.substr(0, rooms.size() - 1)) : name == rooms;
}

/// Who interviews: another bot that is there first, else ours; once an interview runs, no second bot comes in (R20).
void set_policies(Server& server) {
  server.rooms->may_join = [&server](const room::Claims& claims) -> std::optional<std::string> {
    if (claims.kind != "agent" || !server.host) return std::nullopt;
    if (server.host->interviewing(claims.video.room)) return "an interview is already running in room " + claims.video.room;
    return std::nullopt;
  };
  server.rooms->on_joined = [&server](const std::string& name, const room::Participant& who) {
    const auto* room = server.rooms->find(name);
    const bool ours = server.host && is_bot_room(server.options.bot_rooms, name) && who.kind == room::ParticipantKind::Standard;
    if (!ours || room == nullptr || has_agent(*room) || server.host->interviewing(name)) return;
    server.interviews.spawn("interview", server.host->interview_in(*server.rooms, name, std::string(kBot)));
  };
}

Result<void> open_ports(Server& server) {
  const auto& settings = server.settings;
  rtc::HubConfig hub;
  hub.bind_address = settings.rtc.address;
  hub.udp_port = settings.udp_port;
  hub.tcp_port = settings.tcp_port;
  hub.advertise = settings.advertise;
  const auto executor = server.loop.get_executor();
  auto made_hub = rtc::TransportHub::create(executor, hub);
  if (!made_hub) return fail("media ports", made_hub.error());
  server.hub = std::move(*made_hub);
  room::RoomServerConfig rooms;
  rooms.key = server.key;
  server.rooms = std::make_unique<room::RoomServer>(executor, *server.hub, rooms, server.clock);
  set_policies(server);
  auto rtc_port = net::WebServer::create(executor, web_config(settings, settings.rtc), server.rooms->signalling_handler());
  if (!rtc_port) return fail("--rtc", rtc_port.error());
  server.rtc_port = std::move(*rtc_port);
  http::SiteConfig site;
  site.rtc_port = server.rtc_port->port();
  site.signalling = server.rooms->signalling_handler();
  site.interviewer = server.host != nullptr;
  if (settings.debug) {
    site.fresh_token = [key = server.key] { return room::make_join_token(key, kProductRoom, kCandidate, 6h); };
  }
  auto http_port = net::WebServer::create(executor, web_config(settings, settings.http), http::make_site(std::move(site)));
  if (!http_port) return fail("--http", http_port.error());
  server.http_port = std::move(*http_port);
  return {};
}

void print_where(const Server& server) {
  const auto& settings = server.settings;
  const auto scheme = settings.tls_cert.empty() ? "http" : "https";
  const auto host = settings.http.loopback() ? std::string("localhost") : settings.http.address;
  std::printf("CodeVoice is ready. Open %s://%s:%u/test_room.html\n", scheme, host.c_str(), static_cast<unsigned>(server.http_port->port()));
  std::printf("  room server: the embedded one, on port %u (UDP %u for media)\n", static_cast<unsigned>(server.rtc_port->port()),
              static_cast<unsigned>(server.hub->udp_port()));
  if (!server.host) std::printf("  no interviewer (--no-bot)\n");
  if (!settings.http.loopback() && settings.tls_cert.empty()) {
    std::printf(
        "  note: browsers on other machines may use their microphone only over https: give --tls-cert and --tls-key, or put a TLS proxy in front\n");
  }
  std::fflush(stdout);
}

Awaitable<void> shut_down(Server& server) {
  if (server.host) server.host->stop("the server was stopped");
  const auto limit = server.clock.now() + 5s;
  while (server.interviews.size() > 0 && server.clock.now() < limit) co_await server.clock.sleep_for(50ms);
  co_await server.rooms->close();
  co_await server.rtc_port->close();
  co_await server.http_port->close();
  co_await server.interviews.close();
  server.hub->close();
}

/// With auto, another server's URL means that server; the embedded room is for our own address.
Result<void> check_room_mode(const Settings& settings) {
  const auto& url = settings.livekit_url;
  const bool own = url.empty() || url.ends_with("localhost:" + std::to_string(settings.rtc.port)) ||
                   url.ends_with("127.0.0.1:" + std::to_string(settings.rtc.port)) || url.ends_with(":" + std::to_string(settings.rtc.port) + "/");
  if (settings.room_mode == RoomMode::LiveKit || (settings.room_mode == RoomMode::Auto && !own)) {
    return fail(ErrorKind::Invalid,
                "LIVEKIT_API_URL names another server: start `codevoice run_bot` for it, or set CODEVOICE_ROOM=embedded for the room built in");
  }
  return {};
}

}  // namespace

int serve(const Settings& settings, const ServeOptions& options, const EngineLoader& load) {
  if (const auto checked = check_room_mode(settings); !checked) return report(checked.error());
  if (const auto made = make_data_folder(settings.data_dir); !made) return report(made.error());
  const auto secret = room_secret(settings);
  if (!secret) return report(secret.error());
  warn_of_unserved(settings);
  asio::io_context loop(1);
  Server server(loop, settings, options);
  server.key = {secret->key, secret->secret};
  if (options.bot) {
    auto host = InterviewHost::create(loop, settings, load);
    if (!host) return report(host.error());
    server.host = std::move(*host);
  }
  if (const auto opened = open_ports(server); !opened) return report(opened.error());
  print_where(server);
  asio::signal_set stop(loop, SIGINT, SIGTERM);
  stop.async_wait([&](const boost::system::error_code& error, int) {
    if (error) return;
    log::info("serve.stopping");
    asio::co_spawn(loop, shut_down(server), [&loop](std::exception_ptr) { loop.stop(); });
  });
  loop.run();
  return 0;
}

}  // namespace codevoice::cli
