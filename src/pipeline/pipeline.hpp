// A chain of stages, each in a coroutine of its own, with a bounded two-lane queue before each and observers beside it.
// Ownership: owns its stages; `co_await close()` before it goes. Observers, clock and executor outlive it.
// Thread:    the session's strand. Errors: start() says which stage refused, having stopped the others.
#pragma once

#include <memory>
#include <vector>

#include "pipeline/observer.hpp"
#include "pipeline/stage_runner.hpp"

namespace codevoice::pipeline {

struct PipelineConfig {
  InboxLimits limits;
  Duration stall_limit = std::chrono::seconds{5};  // one frame's work without a sign of life
  Duration watch_period = std::chrono::milliseconds{500};
  TimePoint zero{};  // of the media timeline; unset: the moment of creation
};

class Pipeline final : private Router {
 public:
  Pipeline(asio::any_io_executor executor, Clock& clock, PipelineConfig config, std::vector<std::unique_ptr<Stage>> stages);

  void observe(Observer& observer) { observers_.push_back(&observer); }
  Awaitable<Result<void>> start();
  /// Into the first stage.
  Awaitable<void> push(Frame frame);
  /// Lets everything queued leave, at most for `limit`. Errors: Timeout; close() is due in either case.
  Awaitable<Result<void>> finish(Duration limit);
  /// Stops at once; nothing more is emitted afterwards.
  Awaitable<void> close();

  std::vector<StageHealth> health() const;
  std::uint64_t dropped(DropReason reason) const;
  ReplyEpoch& epoch() { return epoch_; }
  TimePoint zero() const { return zero_; }

 private:
  Awaitable<void> forward(std::size_t from, Frame frame) override;
  void back(std::size_t from, Frame frame) override;
  void interrupt(std::size_t from, const Frame& frame);
  Awaitable<void> watch();

  asio::any_io_executor executor_;
  Clock& clock_;
  PipelineConfig config_;
  TimePoint zero_;
  ReplyEpoch epoch_;
  Signal ended_signal_;
  bool ended_ = false;
  std::uint64_t interrupted_epoch_ = 0;  // the newest epoch whose interruption was sent round
  std::vector<Observer*> observers_;
  std::vector<std::unique_ptr<StageRunner>> runners_;
  TaskGroup tasks_;
};

}  // namespace codevoice::pipeline
