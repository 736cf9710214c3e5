// Runs one stage: its inbox, its coroutine, its tasks and its heartbeat.
// Ownership: owns the stage. close() before it goes. Thread: the session's strand.
#pragma once

#include <memory>
#include <optional>

#include "pipeline/inbox.hpp"
#include "pipeline/stage.hpp"

namespace codevoice::pipeline {

struct StageHealth {
  std::string_view name;
  std::uint64_t frames_in = 0;
  std::uint64_t frames_out = 0;
  std::uint64_t faults = 0;          // process() threw
  std::optional<Duration> busy_for;  // on the present frame, since its last sign of life; nothing while waiting
  std::size_t queued = 0;
};

/// The way out of a stage, as its pipeline sees it.
class Router {
 public:
  virtual ~Router() = default;
  virtual Awaitable<void> forward(std::size_t from, Frame frame) = 0;
  virtual void back(std::size_t from, Frame frame) = 0;
};

class StageRunner final : private Outlet {
 public:
  struct Surroundings {
    asio::any_io_executor executor;
    Clock& clock;
    ReplyEpoch& epoch;
    TimePoint zero;
    InboxLimits limits;
    Router& router;
  };
  StageRunner(std::unique_ptr<Stage> stage, std::size_t index, const Surroundings& around);

  Result<void> start();
  Inbox& inbox() { return inbox_; }
  Stage& stage() { return *stage_; }
  StageHealth health() const;
  const DropCounter& drops() const { return drops_; }
  /// True once for each frame whose work shows no sign of life for `limit`.
  bool newly_stalled(Duration limit);
  Awaitable<void> close();

 private:
  Awaitable<void> emit(Frame frame) override;
  void feedback(Frame frame) override;
  void beat() override { alive_at_ = clock_.now(); }

  Awaitable<void> run();
  Awaitable<void> handle(Mail mail);
  Awaitable<void> report(std::string reason);

  std::unique_ptr<Stage> stage_;
  std::size_t index_;
  Clock& clock_;
  ReplyEpoch& epoch_;
  TimePoint zero_;
  Router& router_;
  DropCounter drops_;
  Inbox inbox_;
  TaskGroup tasks_;  // the stage's own
  TaskGroup loop_;   // run()
  std::uint64_t frames_in_ = 0;
  std::uint64_t frames_out_ = 0;
  std::uint64_t faults_ = 0;
  int emitting_ = 0;  // waiting for the next stage is no stall of this one
  bool busy_ = false;
  bool stall_told_ = false;
  bool started_ = false;
  TimePoint alive_at_{};
};

}  // namespace codevoice::pipeline
