// The media threads (shards) of a process. The first is the caller's own loop; every room, its sockets and its interview live
// on one of them and never change it. Each has a heartbeat: one that hangs is logged with its stack (R22).
// Ownership: outlives all that uses the executors. Thread: the caller's. Errors: Internal when a thread cannot be started.
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <vector>

#include "base/loop_thread.hpp"
#include "base/loop_watch.hpp"
#include "cli/settings.hpp"

namespace codevoice::cli {

/// What the setting asks for; 0 means a thread less than there are cores, at least one.
unsigned shard_count(const Settings& settings);

class MediaThreads {
 public:
  MediaThreads(asio::io_context& main, unsigned count);
  ~MediaThreads() { stop(); }  // all are joined before the first of their loops goes
  MediaThreads(const MediaThreads&) = delete;
  MediaThreads& operator=(const MediaThreads&) = delete;

  unsigned size() const { return static_cast<unsigned>(others_.size()) + 1; }
  asio::any_io_executor executor(unsigned shard) { return shard == 0 ? main_.get_executor() : others_.at(shard - 1)->executor(); }
  /// Once everything on them is made. The first runs when the caller runs its loop.
  Result<void> start();
  /// When nothing runs on them any more: joins all but the first.
  void stop();

 private:
  asio::io_context& main_;
  std::vector<std::unique_ptr<LoopThread>> others_;
  LoopWatch watch_;  // ends before the loops
};

}  // namespace codevoice::cli
