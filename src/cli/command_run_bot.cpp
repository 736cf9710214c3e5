// untested: wires the tested InterviewHost to a URL; tests/e2e runs it
#include <boost/asio/signal_set.hpp>
#include <cstdio>

#include "base/task_group.hpp"
#include "cli/commands.hpp"
#include "cli/interview_host.hpp"
#include "cli/secrets.hpp"
#include "room/token.hpp"

namespace codevoice::cli {
namespace {

constexpr std::chrono::hours kBotToken{6};

Awaitable<void> interview(InterviewHost& host, rtc::TransportHub& hub, room::RoomClientConfig client, std::string room, int& failed) {
  std::printf("AI connecting to room: %s\n", room.c_str());
  std::fflush(stdout);
  const auto done = co_await host.interview_by_url(hub, std::move(client));
  if (done) co_return;
  ++failed;
  std::fprintf(stderr, "codevoice: room %s: %s\n", room.c_str(), done.error().message.c_str());
}

Awaitable<void> interview_all(InterviewHost& host, rtc::TransportHub& hub, std::vector<std::pair<std::string, room::RoomClientConfig>> rooms,
                              int& failed) {
  TaskGroup bots(co_await asio::this_coro::executor, "bots");
  for (auto& [room, client] : rooms) bots.spawn("bot", interview(host, hub, std::move(client), room, failed));
  co_await bots.join();
  hub.close();
}

}  // namespace

int run_bot(const Settings& settings, const RunBotOptions& options) {
  const auto secret = room_secret(settings);
  if (!secret) return report(secret.error());
  const auto url = settings.livekit_url.empty() ? std::string("ws://localhost:") + std::to_string(settings.rtc.port) : settings.livekit_url;
  if (const auto valid = room::join_url(url); !valid) return report(valid.error());
  std::printf("LiveKit AI starting\n");
  std::fflush(stdout);
  warn_of_unserved(settings);
  asio::io_context loop(1);
  auto host = InterviewHost::create(loop, settings);
  if (!host) return report(host.error());
  rtc::HubConfig hub_config;
  hub_config.bind_address = "0.0.0.0";
  auto hub = rtc::TransportHub::create(loop.get_executor(), hub_config);
  if (!hub) return report(hub.error());
  std::vector<std::pair<std::string, room::RoomClientConfig>> rooms;
  for (const auto& room : options.rooms) {
    room::RoomClientConfig client;
    client.url = url;
    client.token = room::make_join_token({secret->key, secret->secret}, room, options.identity, kBotToken, true);
    rooms.emplace_back(room, std::move(client));
  }
  asio::signal_set stop(loop, SIGINT, SIGTERM);
  stop.async_wait([&](const boost::system::error_code& error, int) {
    if (!error) (*host)->stop("the interviewer was stopped");
  });
  int failed = 0;
  asio::co_spawn(loop, interview_all(**host, **hub, std::move(rooms), failed), [&](std::exception_ptr error) {
    stop.cancel();
    if (error) std::rethrow_exception(error);
  });
  loop.run();
  return failed > 0 ? 1 : 0;
}

}  // namespace codevoice::cli
