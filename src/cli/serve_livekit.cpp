// untested: wires tested parts; tests/e2e/livekit.test.mjs serves on a real LiveKit server
#include "cli/serve_livekit.hpp"
#include "cli/api_host.hpp"

#include <cstdio>

#include "base/ids.hpp"
#include "base/log.hpp"
#include "cli/commands.hpp"
#include "cli/metrics_port.hpp"
#include "cli/room_attendant.hpp"
#include "cli/run_until_stopped.hpp"
#include "cli/secrets.hpp"
#include "http/interview_access.hpp"
#include "http/site.hpp"
#include "room/room_shards.hpp"
#include "room/token.hpp"
#include "room/webhook.hpp"

namespace codevoice::cli {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kProductRoom = "interview-room-1";
constexpr std::string_view kBot = "ai-interviewer";
constexpr std::string_view kCandidate = "human-candidate";
constexpr auto kListEvery = 5s;

struct LiveKitServe {
  LiveKitServe(asio::io_context& on, const ServeOptions& wanted, std::string url_of, room::ApiKey with)
      : loop(on), options(wanted), url(std::move(url_of)), key(with), inbox(std::move(with)), tasks(loop.get_executor(), "livekit") {}

  asio::io_context& loop;
  const ServeOptions& options;
  std::string url;
  room::ApiKey key;
  room::WebhookInbox inbox;
  SystemClock clock;
  BotShards shards{};                                        // none with --no-bot
  std::vector<std::unique_ptr<RoomAttendant>> attendants{};  // one a shard, on it
  ApiHost api{clock};
  std::unique_ptr<net::WebServer> pages{};
  std::unique_ptr<net::WebServer> metrics{};  // none unless it was asked for
  TaskGroup tasks;

  bool is_pattern() const { return options.bot_rooms.ends_with('*'); }
  bool is_ours(const std::string& room) const {
    if (room.starts_with(http::kInterviewRooms)) return true;  // created by the API
    return is_pattern() ? room.starts_with(std::string_view(options.bot_rooms).substr(0, options.bot_rooms.size() - 1)) : room == options.bot_rooms;
  }
};

/// On the room's own thread.
template <class Act>
void at_room(LiveKitServe& server, const std::string& room, Act act) {
  if (server.attendants.empty()) return;
  const auto number = room::shard_of_room(room, server.shards.size());
  asio::post(server.shards[number]->executor, [attendant = server.attendants[number].get(), room, act] { act(*attendant, room); });
}

void somebody_came(LiveKitServe& server, const std::string& room) {
  if (server.is_ours(room)) at_room(server, room, [](RoomAttendant& attendant, const std::string& name) { attendant.somebody_came(name); });
}

net::Response webhook(LiveKitServe& server, const net::Request& request) {
  net::Response response;
  const auto event = server.inbox.take(request.body, request.header("authorization").value_or(""), server.clock.wall_us() / 1'000'000);
  if (!event) {
    // one that is known was taken already: a server that tries again has done its duty
    if (event.error().kind == ErrorKind::Conflict) return response;
    log::warn("webhook.refused", {{"reason", event.error().message}});
    response.status = event.error().kind == ErrorKind::Denied ? 401 : event.error().kind == ErrorKind::Invalid ? 400 : 503;
    response.body = event.error().message + "\n";
    return response;
  }
  log::debug("webhook.taken", {{"event", event->event()}, {"room", event->room().name()}});
  const bool came = event->event() == "participant_joined" && event->participant().kind() == room::wire::kStandardKind;
  if (came) somebody_came(server, event->room().name());
  return response;
}

/// Rooms of a pattern, without webhooks: asked for, where the key may.
Awaitable<void> look_for_rooms(LiveKitServe& server) {
  room::RoomServiceConfig config;
  config.url = server.url;
  config.key = server.key;
  const room::RoomServiceClient service(config);
  bool is_told = false;
  for (;;) {
    const auto rooms = co_await service.list_rooms();
    if (!rooms && !std::exchange(is_told, true)) log::warn("rooms.not_listed", {{"reason", rooms.error().message}});
    if (rooms) {
      is_told = false;
      for (const auto& room : *rooms) {
        const bool is_wanted = server.is_pattern() || room.name().starts_with(http::kInterviewRooms);  // one room is waited in
        if (is_wanted && room.num_participants() > 0) somebody_came(server, room.name());
      }
    }
    co_await server.clock.sleep_for(kListEvery);
    const auto cancelled = (co_await asio::this_coro::cancellation_state).cancelled();
    if (cancelled != asio::cancellation_type::none) co_return;
  }
}

Result<void> open_pages(LiveKitServe& server, const Settings& settings) {
  http::SiteConfig site;
  site.room_url = server.url;
  site.interviewer = !server.attendants.empty();
  server.api.offer(site);
  site.webhook = [&server](net::Request request) -> Awaitable<net::Reply> {
    net::Reply reply = webhook(server, request);
    co_return reply;
  };
  if (settings.debug) {
    site.fresh_token = [key = server.key] { return room::make_join_token(key, kProductRoom, kCandidate, 6h); };
  }
  net::WebServerConfig config;
  config.address = settings.http.address;
  config.port = settings.http.port;
  config.certificate_file = settings.tls_cert;
  config.key_file = settings.tls_key;
  auto pages = net::WebServer::create(server.loop.get_executor(), config, http::make_site(std::move(site)));
  if (!pages) return fail("--http", pages.error());
  server.pages = std::move(*pages);
  auto metrics = open_metrics_port(server.loop.get_executor(), settings);
  if (!metrics) return fail("--metrics", metrics.error());
  server.metrics = std::move(*metrics);
  return {};
}

void start_interviewers(LiveKitServe& server, const Settings& settings) {
  AttendantConfig config;
  config.url = server.url;
  config.key = server.key;
  config.identity = kBot;
  config.process = new_uuid();
  config.grace = settings.grace;
  for (const auto& shard : server.shards) server.attendants.push_back(std::make_unique<RoomAttendant>(*shard, config));
  if (server.attendants.empty()) return;
  server.tasks.spawn("left_interviews", server.shards.front()->host->end_left_interviews());
  server.tasks.spawn("look_for_rooms", look_for_rooms(server));
  if (!server.is_pattern()) {
    at_room(server, server.options.bot_rooms, [](RoomAttendant& attendant, const std::string& name) { attendant.wait_in(name); });
  }
}

void print_where(const LiveKitServe& server, const Settings& settings, const std::string& why) {
  const auto scheme = settings.tls_cert.empty() ? "http" : "https";
  const auto host = settings.http.loopback() ? std::string("localhost") : settings.http.address;
  std::printf("CodeVoice is ready. Open %s://%s:%u/test_room.html\n", scheme, host.c_str(), static_cast<unsigned>(server.pages->port()));
  std::printf("  room server: LiveKit at %s: %s\n", server.url.c_str(), why.c_str());
  if (server.attendants.empty()) {
    std::printf("  no interviewer (--no-bot)\n");
  } else if (server.is_pattern()) {
    std::printf("  interviews in rooms %s: webhooks to http://THIS_HOST:%u/livekit/webhook make it come at once\n", server.options.bot_rooms.c_str(),
                static_cast<unsigned>(server.pages->port()));
  } else {
    std::printf("  the interviewer waits in room %s\n", server.options.bot_rooms.c_str());
  }
  std::fflush(stdout);
}

Awaitable<void> close_attendant(RoomAttendant& attendant) { co_await attendant.close(); }

Awaitable<void> shut_down(LiveKitServe& server) {
  co_await server.tasks.close();
  stop_all(server.shards, "the server was stopped");
  TaskGroup closing(server.loop.get_executor(), "closing");
  for (std::size_t i = 0; i < server.attendants.size(); ++i) {
    closing.spawn("attendant", run_on(server.shards[i]->executor, close_attendant(*server.attendants[i])));
  }
  co_await closing.join();
  co_await close_hubs(server.shards);
  co_await server.pages->close();
  if (server.metrics) co_await server.metrics->close();
}

}  // namespace

int serve_on_livekit(const Settings& settings, const ServeOptions& options, const EngineLoader& load, const RoomChoice& choice) {
  if (settings.livekit_key.empty()) {
    return report({ErrorKind::Invalid, "LIVEKIT_API_KEY and LIVEKIT_API_SECRET must be those of the LiveKit server at " + choice.url});
  }
  if (const auto valid = room::join_url(choice.url); !valid) return report(valid.error());
  if (const auto made = make_data_folder(settings.data_dir); !made) return report(made.error());
  const auto secret = room_secret(settings);
  if (!secret) return report(secret.error());
  warn_of_unserved(settings);
  asio::io_context loop(1);
  MediaThreads threads(loop, shard_count(settings));
  LiveKitServe server(loop, options, choice.url, {secret->key, secret->secret});
  if (options.bot) {
    auto shards = open_bot_shards(threads, settings, load);
    if (!shards) return report(shards.error());
    server.shards = std::move(*shards);
  }
  for (const auto& shard : server.shards) server.api.add(shard->executor, *shard->host);
  const auto api = server.api.start(settings, options.bot ? StoreState::Ready : StoreState::Unknown, server.key, server.url);
  if (!api) return report(api.error());
  start_interviewers(server, settings);
  if (const auto opened = open_pages(server, settings); !opened) return report(opened.error());
  if (const auto started = threads.start(); !started) return report(started.error());
  print_where(server, settings, choice.why);
  run_until_stopped(server.loop, [&server] { return shut_down(server); });
  threads.stop();
  return 0;
}

}  // namespace codevoice::cli
