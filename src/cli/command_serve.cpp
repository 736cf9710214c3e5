// untested: wires tested parts; tests/e2e starts it for every test
#include <cstdio>

#include "base/log.hpp"
#include "base/task_group.hpp"
#include "cli/api_host.hpp"
#include "cli/commands.hpp"
#include "cli/interview_host.hpp"
#include "cli/media_threads.hpp"
#include "cli/metrics_port.hpp"
#include "cli/room_choice.hpp"
#include "cli/run_until_stopped.hpp"
#include "cli/secrets.hpp"
#include "cli/serve_livekit.hpp"
#include "http/interview_access.hpp"
#include "http/site.hpp"
#include "net/loose_connection.hpp"
#include "room/room_service.hpp"
#include "room/room_shards.hpp"
#include "room/token.hpp"
#include "room/webhook_sender.hpp"
#include "rtc/shard_hub.hpp"

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

/// What one media thread has of its own. Rooms, their sockets and their interviews live on it and never leave it.
struct Shard {
  Shard(asio::any_io_executor on, unsigned number_of) : executor(std::move(on)), number(number_of), interviews(executor, "interviews") {}

  asio::any_io_executor executor;
  unsigned number;
  std::unique_ptr<InterviewHost> host;  // none with --no-bot
  SystemClock clock;
  std::unique_ptr<rtc::ShardHub> hub;
  std::unique_ptr<room::RoomServer> rooms;
  std::unique_ptr<net::WebServer> adopting;  // signalling connections handed over; none on the first, which accepts them
  TaskGroup interviews;
};

/// The parts of a running server, in the order they depend on each other.
struct Server {
  Server(asio::io_context& context, const Settings& given, const ServeOptions& wanted)
      : loop(context), settings(given), options(wanted), tasks(context.get_executor(), "serve") {}

  asio::io_context& loop;
  const Settings& settings;
  const ServeOptions& options;
  room::ApiKey key;
  SystemClock clock;
  std::unique_ptr<room::WebhookSender> webhooks;  // none without CODEVOICE_WEBHOOK_URL
  std::vector<std::unique_ptr<Shard>> shards;     // by number; the first is the main thread's
  ApiHost api{clock};
  std::unique_ptr<net::WebServer> rtc_port;
  std::unique_ptr<net::WebServer> http_port;
  std::unique_ptr<net::WebServer> metrics_port;  // none unless it was asked for
  TaskGroup tasks;
};

bool is_candidate(const room::Participant& who) { return who.kind == room::ParticipantKind::Standard && who.may_publish; }

bool holds_agent(const room::HostedRoom& room) {
  return std::any_of(room.members().begin(), room.members().end(),
                     [](const auto& member) { return member->who().kind == room::ParticipantKind::Agent; });
}

bool holds_candidate(const room::HostedRoom& room) {
  return std::any_of(room.members().begin(), room.members().end(), [](const auto& member) { return is_candidate(member->who()); });
}

bool is_bot_room(const std::string& rooms, const std::string& name) {
  if (name.starts_with(http::kInterviewRooms)) return true;  // created by the API
  return rooms.ends_with('*') ? name.starts_with(rooms.substr(0, rooms.size() - 1)) : name == rooms;
}

/// The same process again, after a full reconnect.
bool is_same_bot(const room::Participant& there, const room::Claims& comes) {
  const auto theirs = there.attributes.find(std::string(kBotAttribute));
  const auto own = comes.attributes.find(std::string(kBotAttribute));
  return theirs != there.attributes.end() && own != comes.attributes.end() && theirs->second == own->second;
}

/// One interviewer a room (R20): why a second one is refused.
std::optional<Error> refuse_second_bot(const Shard& shard, const room::Claims& comes) {
  const auto& name = comes.video.room;
  const Error running{ErrorKind::Conflict, "an interview is already running in room " + name};
  if (shard.host && shard.host->interviewing(name)) return running;
  const auto* room = shard.rooms->find(name);
  if (room == nullptr) return std::nullopt;
  const bool has_candidate = holds_candidate(*room);
  for (const auto& member : room->members()) {
    if (member->who().kind != room::ParticipantKind::Agent || is_same_bot(member->who(), comes)) continue;
    const bool is_lost = member->socket_lost.has_value();
    if (has_candidate && !is_lost) return running;
    if (has_candidate) return Error{ErrorKind::Unavailable, "the interviewer of room " + name + " was lost a moment ago, and may come back"};
    if (!is_lost) return Error{ErrorKind::Conflict, "another interviewer is already waiting in room " + name};
  }
  return std::nullopt;
}

/// Our bot, where the product interviews and nobody else does.
void interview_unless_taken(Shard& shard, const std::string& bot_rooms, const std::string& name) {
  const auto* room = shard.rooms->find(name);
  if (!shard.host || !is_bot_room(bot_rooms, name) || room == nullptr || shard.host->interviewing(name)) return;
  if (holds_agent(*room) || !holds_candidate(*room)) return;
  shard.interviews.spawn("interview", shard.host->interview_in(*shard.rooms, name, std::string(kBot)));
}

/// Who interviews: another bot that is there first, else ours; once one does, no second bot comes in (R20).
void set_policies(Shard& shard, const std::string& bot_rooms) {
  shard.rooms->may_join = [&shard](const room::Claims& claims) -> std::optional<Error> {
    return claims.kind == "agent" ? refuse_second_bot(shard, claims) : std::nullopt;
  };
  shard.rooms->on_joined = [&shard, bot_rooms](const std::string& name, const room::Participant& who) {
    if (is_candidate(who)) interview_unless_taken(shard, bot_rooms, name);
  };
  shard.rooms->on_left = [&shard, bot_rooms](const std::string& name, const room::Participant& who, room::LeaveReason why) {
    // a bot that was lost leaves nobody alone; one that said goodbye has finished, and one sent away is not replaced
    const bool was_lost = why == room::LeaveReason::SignalClose || why == room::LeaveReason::ConnectionTimeout;
    if (who.kind == room::ParticipantKind::Agent && was_lost) interview_unless_taken(shard, bot_rooms, name);
  };
}

/// The first shard's hub listens for ICE-TCP and hands on what is for another.
rtc::ShardPlace place_of(Server& server, const Shard& shard) {
  rtc::ShardPlace place;
  place.shard = shard.number;
  if (shard.number > 0) {
    place.tcp_port_elsewhere = server.shards.front()->hub->tcp_port();
    return place;
  }
  place.hand_over_tcp = [&server](unsigned number, std::shared_ptr<net::LooseSocket> connection) {
    if (number >= server.shards.size()) return;  // an ufrag that was never ours
    auto& to = *server.shards[number];
    asio::post(to.executor, [&to, connection] { to.hub->adopt_tcp(std::move(*connection)); });
  };
  return place;
}

Result<void> open_shard(Server& server, Shard& shard) {
  const auto& settings = server.settings;
  rtc::HubConfig config;
  config.bind_address = settings.rtc.address;
  config.udp_port = settings.udp_port == 0 ? std::uint16_t{0} : static_cast<std::uint16_t>(settings.udp_port + shard.number);
  config.tcp_port = shard.number == 0 ? settings.tcp_port : std::uint16_t{0};
  config.advertise = settings.advertise;
  config.own_addresses = true;
  auto hub = rtc::ShardHub::create(shard.executor, config, place_of(server, shard));
  if (!hub) return fail("media thread " + std::to_string(shard.number + 1), hub.error());
  shard.hub = std::move(*hub);
  room::RoomServerConfig rooms;
  rooms.key = server.key;
  shard.rooms = std::make_unique<room::RoomServer>(shard.executor, *shard.hub, rooms, shard.clock);
  set_policies(shard, server.options.bot_rooms);
  if (server.webhooks) {
    shard.rooms->on_event = [&server](room::wire::WebhookEvent event) {
      asio::post(server.loop, [&server, event = std::move(event)] { server.webhooks->send(event); });
    };
  }
  if (shard.number > 0) shard.adopting = net::WebServer::create_adopting(shard.executor, shard.rooms->signalling_handler());
  return {};
}

net::Handler signalling(Server& server) {
  if (server.shards.size() == 1) return server.shards.front()->rooms->signalling_handler();
  std::vector<room::SignallingShard> ways;
  for (const auto& shard : server.shards) {
    room::SignallingShard way;
    way.executor = shard->executor;
    way.answer = shard->rooms->signalling_handler();
    way.take = [&to = *shard](std::shared_ptr<net::LooseConnection> connection) {
      asio::post(to.executor, [&to, connection] { to.adopting->adopt(std::move(*connection)); });
    };
    ways.push_back(std::move(way));
  }
  return room::route_signalling(std::move(ways), server.settings.tls_cert.empty() ? room::Signalling::Plain : room::Signalling::Tls);
}

/// Signalling, and what server SDKs ask beside it.
net::Handler room_server(Server& server) {
  std::vector<room::RoomServiceShard> rooms;
  for (const auto& shard : server.shards) {
    room::RoomServiceShard part;
    part.executor = shard->executor;
    part.rooms = shard->rooms.get();
    rooms.push_back(std::move(part));
  }
  return [joining = signalling(server), service = room::make_room_service(std::move(rooms), server.key, server.clock)](net::Request request) {
    const bool is_call = request.path.starts_with("/twirp/");
    return is_call ? service(std::move(request)) : joining(std::move(request));
  };
}

Result<void> open_ports(Server& server) {
  const auto& settings = server.settings;
  if (!settings.webhook_urls.empty()) {
    room::WebhookSenderConfig webhooks;
    webhooks.urls = settings.webhook_urls;
    webhooks.key = server.key;
    server.webhooks = std::make_unique<room::WebhookSender>(server.loop.get_executor(), std::move(webhooks), server.clock);
  }
  for (const auto& shard : server.shards) {
    if (const auto opened = open_shard(server, *shard); !opened) return opened;
  }
  const auto executor = server.loop.get_executor();
  auto rtc_port = net::WebServer::create(executor, web_config(settings, settings.rtc), room_server(server));
  if (!rtc_port) return fail("--rtc", rtc_port.error());
  server.rtc_port = std::move(*rtc_port);
  http::SiteConfig site;
  site.rtc_port = server.rtc_port->port();
  site.signalling = room_server(server);
  site.interviewer = server.shards.front()->host != nullptr;
  server.api.offer(site);
  if (settings.debug) {
    site.fresh_token = [key = server.key] { return room::make_join_token(key, kProductRoom, kCandidate, 6h); };
  }
  auto http_port = net::WebServer::create(executor, web_config(settings, settings.http), http::make_site(std::move(site)));
  if (!http_port) return fail("--http", http_port.error());
  server.http_port = std::move(*http_port);
  auto metrics_port = open_metrics_port(executor, settings);
  if (!metrics_port) return tl::unexpected(metrics_port.error());
  server.metrics_port = std::move(*metrics_port);
  return {};
}

void print_where(const Server& server, const std::string& why) {
  const auto& settings = server.settings;
  const auto scheme = settings.tls_cert.empty() ? "http" : "https";
  const auto host = settings.http.loopback() ? std::string("localhost") : settings.http.address;
  std::printf("CodeVoice is ready. Open %s://%s:%u/test_room.html\n", scheme, host.c_str(), static_cast<unsigned>(server.http_port->port()));
  std::string udp_ports;
  for (const auto& shard : server.shards) udp_ports += (udp_ports.empty() ? "" : ", ") + std::to_string(shard->hub->udp_port());
  std::printf("  room server: the embedded one, on port %u (UDP %s for media, %zu media thread%s): %s\n",
              static_cast<unsigned>(server.rtc_port->port()), udp_ports.c_str(), server.shards.size(), server.shards.size() == 1 ? "" : "s",
              why.c_str());
  if (!server.shards.front()->host) std::printf("  no interviewer (--no-bot)\n");
  if (!settings.http.loopback() && settings.tls_cert.empty()) {
    std::printf(
        "  note: browsers on other machines may use their microphone only over https: give --tls-cert and --tls-key, or put a TLS proxy in front\n");
  }
  std::fflush(stdout);
}

/// On the shard's own thread.
Awaitable<void> close_shard(Shard& shard) {
  if (shard.host) shard.host->stop("the server was stopped");
  const auto limit = shard.clock.now() + 5s;
  while (shard.interviews.size() > 0 && shard.clock.now() < limit) co_await shard.clock.sleep_for(50ms);
  co_await shard.rooms->close();
  if (shard.adopting) co_await shard.adopting->close();
  co_await shard.interviews.close();
  shard.hub->close();
}

Awaitable<void> shut_down(Server& server) {
  co_await server.tasks.close();
  TaskGroup closing(server.loop.get_executor(), "closing");
  for (const auto& shard : server.shards) closing.spawn("shard", run_on(shard->executor, close_shard(*shard)));
  co_await closing.join();
  if (server.webhooks) co_await server.webhooks->close(3s);
  co_await server.rtc_port->close();
  co_await server.http_port->close();
  if (server.metrics_port) co_await server.metrics_port->close();
}

Result<void> ports_fit(const Settings& settings, unsigned count) {
  constexpr unsigned highest = 65'535;
  if (settings.udp_port == 0 || settings.udp_port + count - 1 <= highest) return {};
  return fail(ErrorKind::Invalid, "--udp " + std::to_string(settings.udp_port) + ": " + std::to_string(count) +
                                      " media threads need a port each from there on, and the highest is 65535");
}

}  // namespace

int serve(const Settings& settings, const ServeOptions& options, const EngineLoader& load) {
  if (options.migrate) {
    if (const int failed = migrate(settings); failed != 0) return failed;
  }
  const auto choice = choose_room(settings, livekit_answers);
  if (!choice) return report(choice.error());
  if (!choice->embedded) return serve_on_livekit(settings, options, load, *choice);
  if (const auto made = make_data_folder(settings.data_dir); !made) return report(made.error());
  const auto secret = room_secret(settings);
  if (!secret) return report(secret.error());
  warn_of_unserved(settings);
  const auto count = shard_count(settings);
  if (const auto fits = ports_fit(settings, count); !fits) return report(fits.error());
  asio::io_context loop(1);
  MediaThreads threads(loop, count);
  Server server(loop, settings, options);
  server.key = {secret->key, secret->secret};
  for (unsigned number = 0; number < count; ++number) server.shards.push_back(std::make_unique<Shard>(threads.executor(number), number));
  if (options.bot) {
    auto host = InterviewHost::create(settings, load);
    if (!host) return report(host.error());
    for (const auto& shard : server.shards) shard->host = shard->number == 0 ? nullptr : (*host)->beside();
    server.shards.front()->host = std::move(*host);
  }
  for (const auto& shard : server.shards) {
    if (shard->host) server.api.add(shard->executor, *shard->host);
  }
  const auto api = server.api.start(settings, options.bot ? StoreState::Ready : StoreState::Unknown, server.key);
  if (!api) return report(api.error());
  if (const auto opened = open_ports(server); !opened) return report(opened.error());
  if (const auto started = threads.start(); !started) return report(started.error());
  if (options.bot) server.tasks.spawn("left_interviews", server.shards.front()->host->end_left_interviews());
  print_where(server, choice->why);
  run_until_stopped(server.loop, [&server] { return shut_down(server); });
  threads.stop();
  return 0;
}

}  // namespace codevoice::cli
