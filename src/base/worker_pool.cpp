#include "base/worker_pool.hpp"

#include <pthread.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

namespace codevoice {

WorkerPool::WorkerPool(WorkerPoolConfig config) : config_(std::move(config)) {
  const unsigned count = std::max(1U, config_.threads);
  for (unsigned i = 0; i < count; ++i) workers_.emplace_back([this] { work(); });
}

WorkerPool::~WorkerPool() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (auto& queue : queues_) queue.clear();
  }
  wake_.notify_all();
  for (auto& worker : workers_) worker.join();
}

void WorkerPool::post(Priority priority, std::function<void()> job) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    queues_[static_cast<std::size_t>(priority)].push_back(std::move(job));
  }
  wake_.notify_one();
}

std::size_t WorkerPool::queued() const {
  const std::lock_guard lock(mutex_);
  std::size_t count = 0;
  for (const auto& queue : queues_) count += queue.size();
  return count;
}

std::optional<std::function<void()>> WorkerPool::next() {
  std::unique_lock lock(mutex_);
  const auto has_work = [this] { return std::any_of(queues_.begin(), queues_.end(), [](const auto& q) { return !q.empty(); }); };
  wake_.wait(lock, [&] { return stopping_ || has_work(); });
  if (stopping_) return std::nullopt;
  const auto queue = std::find_if(queues_.begin(), queues_.end(), [](const auto& q) { return !q.empty(); });
  auto job = std::move(queue->front());
  queue->pop_front();
  return job;
}

void WorkerPool::work() {
  pthread_setname_np(pthread_self(), config_.name.substr(0, 15).c_str());
  if (config_.niceness != 0) setpriority(PRIO_PROCESS, static_cast<id_t>(syscall(SYS_gettid)), config_.niceness);
  while (auto job = next()) (*job)();
}

}  // namespace codevoice
