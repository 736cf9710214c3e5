// untested: wires the tested InterviewHost to a URL; tests/e2e runs it
#include <boost/asio/signal_set.hpp>
#include <cstdio>

#include "base/ids.hpp"
#include "base/task_group.hpp"
#include "cli/commands.hpp"
#include "cli/interview_host.hpp"
#include "cli/media_threads.hpp"
#include "cli/metrics_port.hpp"
#include "cli/secrets.hpp"
#include "room/room_shards.hpp"
#include "room/token.hpp"

namespace codevoice::cli {
namespace {

constexpr std::chrono::hours kBotToken{6};

/// What one media thread has of its own.
struct Shard {
  asio::any_io_executor executor;
  std::unique_ptr<InterviewHost> host;
  std::unique_ptr<rtc::TransportHub> hub;
};

/// What every bot of this process needs.
struct Bots {
  const RunBotOptions& options;
  std::string url;
  room::ApiKey key;
  std::string process = new_uuid();  // the same in all tokens: we may come back, another process may not take our place
  std::vector<std::unique_ptr<Shard>> shards{};
  std::unique_ptr<net::WebServer> metrics{};  // none unless it was asked for
  int failed = 0;                             // the main thread's
};

/// On the room's media thread: interviews whoever comes, one after the other. False when the room could not be had, or was lost.
Awaitable<bool> attend(const Bots& bots, Shard& shard, std::string room) {
  std::vector<std::string> met;
  do {
    std::printf("AI connecting to room: %s\n", room.c_str());
    std::fflush(stdout);
    room::RoomClientConfig client;
    client.url = bots.url;
    client.token = room::make_join_token(bots.key, room, bots.options.identity, kBotToken, true, {{std::string(kBotAttribute), bots.process}});
    const auto done = co_await shard.host->interview_by_url(*shard.hub, std::move(client), met);
    if (!done) {
      std::fprintf(stderr, "codevoice: room %s: %s\n", room.c_str(), done.error().message.c_str());
      co_return false;
    }
  } while (!bots.options.once && !shard.host->stopping());
  co_return true;
}

Awaitable<void> follow(Bots& bots, Shard& shard, std::string room) {
  const bool attended = co_await run_on(shard.executor, attend(bots, shard, std::move(room)));
  if (!attended) ++bots.failed;
}

Awaitable<void> close_hub(Shard& shard) {
  shard.hub->close();
  co_return;
}

Awaitable<void> attend_all(Bots& bots) {
  TaskGroup running(co_await asio::this_coro::executor, "bots");
  for (const auto& room : bots.options.rooms) {
    auto& shard = *bots.shards[room::shard_of_room(room, bots.shards.size())];
    running.spawn("bot", follow(bots, shard, room));
  }
  co_await running.join();
  for (const auto& shard : bots.shards) co_await run_on(shard->executor, close_hub(*shard));
  if (bots.metrics) co_await bots.metrics->close();
}

Result<void> open_shards(Bots& bots, MediaThreads& threads, const Settings& settings) {
  auto host = InterviewHost::create(settings);
  if (!host) return tl::unexpected(host.error());
  rtc::HubConfig config;
  config.bind_address = "0.0.0.0";
  for (unsigned number = 0; number < threads.size(); ++number) {
    auto shard = std::make_unique<Shard>();
    shard->executor = threads.executor(number);
    shard->host = (*host)->beside();
    auto hub = rtc::TransportHub::create(shard->executor, config);
    if (!hub) return tl::unexpected(hub.error());
    shard->hub = std::move(*hub);
    bots.shards.push_back(std::move(shard));
  }
  return threads.start();
}

void stop_all(Bots& bots) {
  for (const auto& shard : bots.shards) asio::post(shard->executor, [host = shard->host.get()] { host->stop("the interviewer was stopped"); });
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
  Bots bots{options, url, {secret->key, secret->secret}};
  auto metrics = open_metrics_port(loop.get_executor(), settings);
  if (!metrics) return report(metrics.error());
  bots.metrics = std::move(*metrics);
  if (const auto opened = open_shards(bots, threads, settings); !opened) return report(opened.error());
  asio::signal_set stop(loop, SIGINT, SIGTERM);
  stop.async_wait([&](const boost::system::error_code& error, int) {
    if (!error) stop_all(bots);
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
