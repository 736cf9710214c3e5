// Media threads with interviewers that join rooms by URL: what run_bot and `serve` on a LiveKit server have in common.
// Ownership: the MediaThreads outlive them. Thread: made before the threads start; each part is its own thread's then.
// Errors:    one line: engines, store or sockets that cannot be had.
#pragma once

#include "cli/interview_host.hpp"
#include "cli/media_threads.hpp"

namespace codevoice::cli {

struct BotShard {
  asio::any_io_executor executor;
  std::unique_ptr<InterviewHost> host;
  std::unique_ptr<rtc::TransportHub> hub;
};
using BotShards = std::vector<std::unique_ptr<BotShard>>;

Result<BotShards> open_bot_shards(MediaThreads& threads, const Settings& settings, const EngineLoader& load = load_local_engines);
/// From any thread: running interviews end soon.
void stop_all(const BotShards& shards, const std::string& reason);
/// When no interview runs any more.
Awaitable<void> close_hubs(const BotShards& shards);

}  // namespace codevoice::cli
