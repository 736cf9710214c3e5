// A step of the pipeline: takes one frame, emits zero or more, now or later from tasks of its own.
// Ownership: the pipeline owns its stages; what a StageContext points to outlives stop().
// Thread:    everything on the session's strand, one process()/on_feedback() at a time. Nothing above 1 ms: await the
//            worker pool for more.
// Errors:    start() refuses; later faults travel as ErrorFrame. What process() throws is logged and becomes one too.
#pragma once

#include <string_view>

#include "base/asio.hpp"
#include "base/result.hpp"
#include "base/task_group.hpp"
#include "pipeline/frame.hpp"
#include "pipeline/reply_epoch.hpp"

namespace codevoice::pipeline {

/// Where a stage puts what it makes.
class Outlet {
 public:
  virtual ~Outlet() = default;
  /// To the next stage; suspends while its queue is full (audio never waits: the oldest is dropped).
  /// An InterruptionFrame reaches all later stages at once. Replies of an older epoch are dropped here.
  virtual Awaitable<void> emit(Frame frame) = 0;
  /// Against the stream, to every earlier stage's on_feedback(). Never waits; small frames only.
  virtual void feedback(Frame frame) = 0;
  /// "Still alive": for a process() that rightly takes long (backpressure).
  virtual void beat() = 0;
};

struct StageContext {
  Outlet* out = nullptr;
  TaskGroup* tasks = nullptr;  // cancelled and awaited before stop()
  Clock* clock = nullptr;
  ReplyEpoch* epoch = nullptr;
  TimePoint zero{};  // when the session's media timeline began

  MediaTime now() const { return clock->now() - zero; }
  Frame frame(Payload payload) const { return Frame{now(), epoch->current(), std::move(payload)}; }
};

class Stage {
 public:
  virtual ~Stage() = default;
  virtual std::string_view name() const noexcept = 0;
  virtual Result<void> start(StageContext context) = 0;
  /// Frames a stage does not know, it emits as they are.
  virtual Awaitable<void> process(Frame frame) = 0;
  /// Something a later stage has to tell. Not to be emitted again.
  virtual Awaitable<void> on_feedback(Frame) { co_return; }
  /// The end was announced: return when all that is pending has left. Then EndFrame goes on.
  virtual Awaitable<void> finish() { co_return; }
  /// Give back what start() took. No frame follows; the stage's tasks have ended.
  virtual Awaitable<void> stop() { co_return; }
};

}  // namespace codevoice::pipeline
