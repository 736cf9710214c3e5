#include "pipeline/pipeline.hpp"

#include "base/log.hpp"
#include "pipeline/within.hpp"

namespace codevoice::pipeline {

Pipeline::Pipeline(asio::any_io_executor executor, Clock& clock, PipelineConfig config, std::vector<std::unique_ptr<Stage>> stages)
    : executor_(std::move(executor)),
      clock_(clock),
      config_(config),
      zero_(config.zero == TimePoint{} ? clock.now() : config.zero),
      epoch_(executor_),
      ended_signal_(executor_),
      tasks_(executor_, "pipeline") {
  const StageRunner::Surroundings around{executor_, clock_, epoch_, zero_, config_.limits, *this};
  for (auto& stage : stages) runners_.push_back(std::make_unique<StageRunner>(std::move(stage), runners_.size(), around));
}

Awaitable<Result<void>> Pipeline::start() {
  for (auto& runner : runners_) {
    auto started = runner->start();
    if (started) continue;
    co_await close();
    co_return started;
  }
  tasks_.spawn("watch", watch());
  co_return Result<void>{};
}

Awaitable<void> Pipeline::push(Frame frame) { co_await runners_.front()->inbox().put(std::move(frame)); }

Awaitable<void> Pipeline::forward(std::size_t from, Frame frame) {
  for (auto* observer : observers_) observer->on_frame(runners_[from]->stage().name(), frame);
  if (std::holds_alternative<InterruptionFrame>(frame.payload)) {
    interrupt(from, frame);
    co_return;
  }
  if (from + 1 < runners_.size()) {
    co_await runners_[from + 1]->inbox().put(std::move(frame));
  } else if (std::holds_alternative<EndFrame>(frame.payload)) {
    ended_ = true;
    ended_signal_.notify();
  }
}

void Pipeline::interrupt(std::size_t from, const Frame& frame) {
  if (frame.reply_epoch <= interrupted_epoch_) return;  // a stage passed it on: everybody has it
  interrupted_epoch_ = frame.reply_epoch;
  for (std::size_t i = from + 1; i < runners_.size(); ++i) {
    runners_[i]->inbox().purge();
    runners_[i]->inbox().put_urgent(Mail{frame, Direction::Forward});
  }
}

void Pipeline::back(std::size_t from, Frame frame) {
  for (std::size_t i = 0; i < from; ++i) runners_[i]->inbox().put_urgent(Mail{frame, Direction::Feedback});
}

Awaitable<void> Pipeline::watch() {
  while (true) {
    co_await clock_.sleep_for(config_.watch_period);
    for (auto& runner : runners_) {
      if (!runner->newly_stalled(config_.stall_limit)) continue;
      const auto health = runner->health();
      const auto busy = health.busy_for.value_or(Duration{});
      log::error("stage.stalled", {{"stage", health.name}, {"busy_ms", busy / std::chrono::milliseconds{1}}, {"queued", health.queued}});
      for (auto* observer : observers_) observer->on_stall(health.name, busy);
    }
  }
}

namespace {

Awaitable<Result<void>> wait_for(Signal& signal, const bool& flag) {
  while (!flag) co_await signal.wait();
  co_return Result<void>{};
}

}  // namespace

Awaitable<Result<void>> Pipeline::finish(Duration limit) {
  Frame end{clock_.now() - zero_, epoch_.current(), EndFrame{}};
  co_await push(std::move(end));
  co_return co_await within(clock_, limit, wait_for(ended_signal_, ended_));
}

Awaitable<void> Pipeline::close() {
  co_await tasks_.close();
  for (auto& runner : runners_) runner->inbox().close();
  for (auto& runner : runners_) co_await runner->close();
}

std::vector<StageHealth> Pipeline::health() const {
  std::vector<StageHealth> all;
  for (const auto& runner : runners_) all.push_back(runner->health());
  return all;
}

std::uint64_t Pipeline::dropped(DropReason reason) const {
  std::uint64_t sum = 0;
  for (const auto& runner : runners_) sum += runner->drops().count(reason);
  return sum;
}

}  // namespace codevoice::pipeline
