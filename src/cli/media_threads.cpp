#include "cli/media_threads.hpp"

namespace codevoice::cli {

unsigned shard_count(const Settings& settings) {
  if (settings.shards > 0) return settings.shards;
  const auto cores = std::thread::hardware_concurrency();  // 0: unknown
  return cores > 1 ? cores - 1 : 1;
}

MediaThreads::MediaThreads(asio::io_context& main, unsigned count) : main_(main) {
  for (unsigned shard = 1; shard < count; ++shard) others_.push_back(std::make_unique<LoopThread>("media-" + std::to_string(shard)));
}

Result<void> MediaThreads::start() {
  watch_.watch("main", main_.get_executor());
  for (unsigned shard = 1; shard < size(); ++shard) {
    if (const auto started = others_[shard - 1]->start(); !started) return started;
    watch_.watch("media-" + std::to_string(shard), executor(shard));
  }
  return watch_.start();
}

void MediaThreads::stop() {
  watch_.stop();
  for (const auto& other : others_) other->stop();
}

}  // namespace codevoice::cli
