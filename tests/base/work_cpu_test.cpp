#include "base/work_cpu.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <ctime>
#include <future>
#include <string>
#include <thread>

#include "base/metric.hpp"

namespace codevoice {
namespace {

double counted(const std::string& work) {
  const auto text = metrics::exposition();
  const auto series = "codevoice_worker_cpu_seconds_total{work=\"" + work + "\"} ";
  const auto at = text.find(series);
  return at == std::string::npos ? std::nan("") : std::stod(text.substr(at + series.size()));
}

double cpu_of_thread() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

void burn(double seconds) {
  for (const auto begun = cpu_of_thread(); cpu_of_thread() - begun < seconds;) {
  }
}

TEST(WorkCpu, CountsWhatTheThreadDidUnderItsKind) {
  const auto vad = counted("vad"), turn = counted("turn");
  const auto begun = cpu_of_thread();
  {
    const WorkCpu work(Priority::Vad);
    burn(0.002);
  }
  const auto all = cpu_of_thread() - begun;

  EXPECT_GE(counted("vad") - vad, 0.002);
  EXPECT_LE(counted("vad") - vad, all);
  EXPECT_EQ(counted("turn"), turn);
}

TEST(WorkCpu, WhatOtherThreadsDoIsNotCounted) {
  const auto before = counted("tts");
  const auto begun = cpu_of_thread();
  {
    const WorkCpu work(Priority::Tts);
    std::thread([] { burn(0.02); }).join();
  }

  EXPECT_LE(counted("tts") - before, cpu_of_thread() - begun);
}

TEST(WorkCpu, APoolCountsItsJobs) {
  const auto before = counted("captions");
  {
    WorkerPool pool({});
    std::promise<void> ended;
    pool.post(Priority::Captions, [] { burn(0.002); });
    pool.post(Priority::Background, [&] { ended.set_value(); });
    ended.get_future().wait();
  }

  EXPECT_GE(counted("captions") - before, 0.002);
}

}  // namespace
}  // namespace codevoice
