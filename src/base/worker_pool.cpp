#include "base/worker_pool.hpp"

#include <pthread.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

#include "base/work_cpu.hpp"

namespace codevoice {

WorkerPool::WorkerPool(WorkerPoolConfig config) : config_(std::move(config)) {
  auto takes = config_.reserved;
  std::sort(takes.begin(), takes.end());
  takes.insert(takes.end(), std::max(1U, config_.threads), Priority::Background);
  for (const auto least : takes) {
    workers_.push_back(std::make_unique<Worker>());
    workers_.back()->least = least;
  }
  for (auto& worker : workers_) {
    worker->thread = std::thread([this, &worker = *worker] { work(worker); });
  }
}

WorkerPool::~WorkerPool() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (auto& queue : queues_) queue.clear();
  }
  for (auto& worker : workers_) worker->wake.notify_all();
  for (auto& worker : workers_) worker->thread.join();
}

void WorkerPool::post(Priority priority, std::function<void()> job) {
  const std::lock_guard lock(mutex_);
  if (stopping_) return;
  asked_.fetch_add(1, std::memory_order_relaxed);
  queues_[static_cast<std::size_t>(priority)].emplace_back([this, priority, job = std::move(job)] {
    const WorkCpu counted(priority);
    job();
    done_.fetch_add(1, std::memory_order_release);
  });
  const auto free = std::find_if(workers_.begin(), workers_.end(), [priority](const auto& w) { return w->idle && priority <= w->least; });
  if (free == workers_.end()) return;
  (*free)->idle = false;  // the next job wakes another
  (*free)->wake.notify_one();
}

std::size_t WorkerPool::queued() const {
  const std::lock_guard lock(mutex_);
  std::size_t count = 0;
  for (const auto& queue : queues_) count += queue.size();
  return count;
}

std::optional<std::function<void()>> WorkerPool::next(Worker& worker) {
  std::unique_lock lock(mutex_);
  const auto last = queues_.begin() + static_cast<std::ptrdiff_t>(worker.least) + 1;
  while (true) {
    if (stopping_) return std::nullopt;
    const auto queue = std::find_if(queues_.begin(), last, [](const auto& q) { return !q.empty(); });
    if (queue != last) {
      auto job = std::move(queue->front());
      queue->pop_front();
      return job;
    }
    worker.idle = true;
    worker.wake.wait(lock, [&] { return stopping_ || !worker.idle; });
    worker.idle = false;
  }
}

void WorkerPool::work(Worker& worker) {
  pthread_setname_np(pthread_self(), config_.name.substr(0, 15).c_str());
  const auto thread = static_cast<id_t>(syscall(SYS_gettid));
  if (config_.niceness != 0) setpriority(PRIO_PROCESS, thread, getpriority(PRIO_PROCESS, thread) + config_.niceness);
  while (auto job = next(worker)) (*job)();
}

}  // namespace codevoice
