// Sees what flows through a pipeline without being in the chain: latency, captions, transcript, turn log.
// Ownership: outlives the pipeline. Thread: the session's strand; must return within 1 ms and not call back into it.
#pragma once

#include <string_view>

#include "pipeline/frame.hpp"

namespace codevoice::pipeline {

class Observer {
 public:
  virtual ~Observer() = default;
  /// `from` emitted `frame`.
  virtual void on_frame(std::string_view from, const Frame& frame) = 0;
  /// `stage` has worked on one frame for `busy` without a sign of life; told once per frame.
  virtual void on_stall(std::string_view, Duration) {}
};

}  // namespace codevoice::pipeline
