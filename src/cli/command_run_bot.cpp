// untested: wires the tested InterviewHost to a URL; tests/e2e runs it
#include <boost/asio/signal_set.hpp>
#include <cstdio>

#include "base/ids.hpp"
#include "base/log.hpp"
#include "base/task_group.hpp"
#include "cli/bot_shards.hpp"
#include "cli/commands.hpp"
#include "cli/foreign_room.hpp"
#include "cli/metrics_port.hpp"
#include "cli/secrets.hpp"
#include "room/room_shards.hpp"
#include "room/token.hpp"

namespace codevoice::cli {
namespace {

constexpr std::chrono::hours kBotToken{6};
constexpr std::chrono::seconds kOthersLeave{30};  // a LiveKit server misses a killed interviewer after 20 s, ours after 15
constexpr std::chrono::seconds kAskAgain{1};

/// What every bot of this process needs.
struct Bots {
  const RunBotOptions& options;
  std::string url;
  room::ApiKey key;
  std::chrono::seconds grace;
  std::string process = new_uuid();  // the same in all tokens: we may come back, another process may not take our place
  BotShards shards{};
  std::unique_ptr<net::WebServer> metrics{};  // none unless it was asked for
  int failed = 0;                             // the main thread's
};

Awaitable<Result<Visit>> interview(const Bots& bots, BotShard& shard, std::string room, std::vector<std::string>& met) {
  SystemClock clock;
  room::RoomServiceConfig service;
  service.url = bots.url;
  service.key = bots.key;
  ForeignRoom wanted{room::RoomServiceClient(service), room, kOthersLeave, bots.grace};
  const auto ready = co_await prepare_room(std::move(wanted), bots.url, clock);
  if (!ready) co_return tl::unexpected(ready.error());
  room::RoomClientConfig client;
  client.url = bots.url;
  client.token = room::make_join_token(bots.key, room, bots.options.identity, kBotToken, true, {{std::string(kBotAttribute), bots.process}});
  co_return co_await shard.host->interview_by_url(*shard.hub, std::move(client), met);
}

/// The room may wait for an interviewer that was killed; when it comes back no more, its interview is ours to go on with.
Awaitable<Result<Visit>> interview_when_free(const Bots& bots, BotShard& shard, std::string room, std::vector<std::string>& met) {
  SystemClock clock;
  const auto limit = clock.now() + kOthersLeave;
  for (;;) {
    auto done = co_await interview(bots, shard, room, met);
    const bool is_not_yet = !done && done.error().kind == ErrorKind::Unavailable && done.error().message.starts_with("503");
    if (!is_not_yet || clock.now() >= limit || shard.host->stopping()) co_return done;
    log::info("interviewer.waits", {{"room", room}, {"reason", done.error().message}});
    co_await clock.sleep_for(kAskAgain);
  }
}

/// On the room's media thread: interviews whoever comes, one after the other. False when the room could not be had, or was lost.
Awaitable<bool> attend(const Bots& bots, BotShard& shard, std::string room) {
  std::vector<std::string> met;
  bool is_done = false;
  do {
    std::printf("AI connecting to room: %s\n", room.c_str());
    std::fflush(stdout);
    const auto done = co_await interview_when_free(bots, shard, room, met);
    if (!done) {
      std::fprintf(stderr, "codevoice: room %s: %s\n", room.c_str(), done.error().message.c_str());
      co_return false;
    }
    is_done = bots.options.once && *done == Visit::Interviewed;
  } while (!is_done && !shard.host->stopping());
  co_return true;
}

Awaitable<void> follow(Bots& bots, BotShard& shard, std::string room) {
  const bool attended = co_await run_on(shard.executor, attend(bots, shard, std::move(room)));
  if (!attended) ++bots.failed;
}

Awaitable<void> attend_all(Bots& bots) {
  TaskGroup running(co_await asio::this_coro::executor, "bots");
  TaskGroup beside(co_await asio::this_coro::executor, "beside");
  beside.spawn("left_interviews", bots.shards.front()->host->end_left_interviews());
  for (const auto& room : bots.options.rooms) {
    auto& shard = *bots.shards[room::shard_of_room(room, bots.shards.size())];
    running.spawn("bot", follow(bots, shard, room));
  }
  co_await running.join();
  co_await beside.close();
  co_await close_hubs(bots.shards);
  if (bots.metrics) co_await bots.metrics->close();
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
  MediaThreads threads(loop, std::min(shard_count(settings), static_cast<unsigned>(options.rooms.size())));
  Bots bots{options, url, {secret->key, secret->secret}, settings.grace};
  auto metrics = open_metrics_port(loop.get_executor(), settings);
  if (!metrics) return report(metrics.error());
  bots.metrics = std::move(*metrics);
  auto shards = open_bot_shards(threads, settings, load_local_engines_soon);
  if (!shards) return report(shards.error());
  bots.shards = std::move(*shards);
  if (const auto started = threads.start(); !started) return report(started.error());
  asio::signal_set stop(loop, SIGINT, SIGTERM);
  stop.async_wait([&](const boost::system::error_code& error, int) {
    if (!error) stop_all(bots.shards, "the interviewer was stopped");
  });
  asio::co_spawn(loop, attend_all(bots), [&](std::exception_ptr error) {
    stop.cancel();
    if (error) std::rethrow_exception(error);
  });
  loop.run();
  threads.stop();
  return bots.failed > 0 ? 1 : 0;
}

}  // namespace codevoice::cli
