#include "cli/bot_shards.hpp"

namespace codevoice::cli {
namespace {

Awaitable<void> close_hub(BotShard& shard) {
  shard.hub->close();
  co_return;
}

}  // namespace

Result<BotShards> open_bot_shards(MediaThreads& threads, const Settings& settings, const EngineLoader& load) {
  auto host = InterviewHost::create(settings, load);
  if (!host) return tl::unexpected(host.error());
  rtc::HubConfig config;
  config.bind_address = "0.0.0.0";
  BotShards shards;
  for (unsigned number = 0; number < threads.size(); ++number) {
    auto shard = std::make_unique<BotShard>();
    shard->executor = threads.executor(number);
    shard->host = (*host)->beside();
    auto hub = rtc::TransportHub::create(shard->executor, config);
    if (!hub) return tl::unexpected(hub.error());
    shard->hub = std::move(*hub);
    shards.push_back(std::move(shard));
  }
  return shards;
}

void stop_all(const BotShards& shards, const std::string& reason) {
  for (const auto& shard : shards) asio::post(shard->executor, [host = shard->host.get(), reason] { host->stop(reason); });
}

Awaitable<void> close_hubs(const BotShards& shards) {
  for (const auto& shard : shards) co_await run_on(shard->executor, close_hub(*shard));
}

}  // namespace codevoice::cli
