// Counts the CPU of one piece of work, from construction to destruction, as codevoice_worker_cpu_seconds_total{work}.
// Thread: any; begun and ended on the same one, without waiting in between. Two system calls: for work of 10 µs and more.
#pragma once

#include "base/worker_pool.hpp"

namespace codevoice {

class WorkCpu {
 public:
  explicit WorkCpu(Priority kind);
  ~WorkCpu();
  WorkCpu(const WorkCpu&) = delete;
  WorkCpu& operator=(const WorkCpu&) = delete;

 private:
  Priority kind_;
  double begun_;  // seconds of the thread
};

}  // namespace codevoice
