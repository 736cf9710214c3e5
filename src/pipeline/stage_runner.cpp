#include "pipeline/stage_runner.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>
#include <exception>

#include "base/log.hpp"

namespace codevoice::pipeline {
namespace {

bool is_cancellation(const std::exception& error) {
  const auto* system = dynamic_cast<const boost::system::system_error*>(&error);
  return system != nullptr && system->code() == asio::error::operation_aborted;
}

}  // namespace

StageRunner::StageRunner(std::unique_ptr<Stage> stage, std::size_t index, const Surroundings& around)
    : stage_(std::move(stage)),
      index_(index),
      clock_(around.clock),
      epoch_(around.epoch),
      zero_(around.zero),
      router_(around.router),
      drops_(around.clock, stage_->name()),
      inbox_(around.executor, around.epoch, around.limits, drops_),
      tasks_(around.executor, stage_->name()),
      loop_(around.executor, stage_->name()) {}

Result<void> StageRunner::start() {
  const StageContext context{this, &tasks_, &clock_, &epoch_, zero_};
  if (auto started = stage_->start(context); !started) return fail(stage_->name(), std::move(started.error()));
  started_ = true;
  loop_.spawn("run", run());
  return {};
}

Awaitable<void> StageRunner::run() {
  while (true) {
    auto mail = co_await inbox_.take();
    const bool is_end = std::holds_alternative<EndFrame>(mail.frame.payload);
    ++frames_in_;
    busy_ = true;
    stall_told_ = false;
    beat();
    co_await handle(std::move(mail));
    busy_ = false;
    if (is_end) co_return;
  }
}

Awaitable<void> StageRunner::handle(Mail mail) {
  std::string fault;
  try {
    if (mail.direction == Direction::Feedback) {
      co_await stage_->on_feedback(std::move(mail.frame));
    } else if (std::holds_alternative<EndFrame>(mail.frame.payload)) {
      co_await stage_->finish();
      co_await emit(std::move(mail.frame));
    } else {
      co_await stage_->process(std::move(mail.frame));
    }
  } catch (const std::exception& error) {
    if (is_cancellation(error)) throw;
    fault = error.what();
  }
  if (!fault.empty()) co_await report(std::move(fault));
}

Awaitable<void> StageRunner::report(std::string reason) {
  ++faults_;
  log::error("stage.failed", {{"stage", stage_->name()}, {"reason", reason}});
  ErrorFrame error{std::string(stage_->name()), std::move(reason), false};
  Frame frame{clock_.now() - zero_, epoch_.current(), std::move(error)};
  co_await emit(std::move(frame));
}

Awaitable<void> StageRunner::emit(Frame frame) {
  ++frames_out_;
  ++emitting_;
  co_await router_.forward(index_, std::move(frame));
  --emitting_;
  beat();
}

void StageRunner::feedback(Frame frame) { router_.back(index_, std::move(frame)); }

StageHealth StageRunner::health() const {
  StageHealth health{stage_->name(), frames_in_, frames_out_, faults_, std::nullopt, inbox_.size()};
  if (busy_ && emitting_ == 0) health.busy_for = clock_.now() - alive_at_;
  return health;
}

bool StageRunner::newly_stalled(Duration limit) {
  const auto busy = health().busy_for;
  if (stall_told_ || !busy || *busy < limit) return false;
  stall_told_ = true;
  return true;
}

Awaitable<void> StageRunner::close() {
  inbox_.close();
  co_await loop_.close();
  co_await tasks_.close();
  if (!started_) co_return;
  started_ = false;
  co_await stage_->stop();
}

}  // namespace codevoice::pipeline
