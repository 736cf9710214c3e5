#include "base/work_cpu.hpp"

#include <array>
#include <ctime>
#include <string_view>

#include "base/metric.hpp"

namespace codevoice {
namespace {

constexpr std::array<std::string_view, 6> kKinds{"vad", "turn", "stt", "tts", "captions", "background"};
metrics::CounterFamily cpu_seconds("codevoice_worker_cpu_seconds_total", "CPU of inference, files and database.", {{"work", kKinds}});

double thread_cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

}  // namespace

WorkCpu::WorkCpu(Priority kind) : kind_(kind), begun_(thread_cpu_seconds()) {}
WorkCpu::~WorkCpu() { cpu_seconds.at(static_cast<std::size_t>(kind_)).add(thread_cpu_seconds() - begun_); }

}  // namespace codevoice
