// The number of the reply era: every interruption raises it, and what was made for an older one dies wherever it is.
// Ownership: one per pipeline, outlives its stages. Thread: the session's strand.
#pragma once

#include <cstdint>

#include "pipeline/signal.hpp"

namespace codevoice::pipeline {

class ReplyEpoch {
 public:
  explicit ReplyEpoch(const asio::any_io_executor& executor) : raised_(executor) {}

  std::uint64_t current() const noexcept { return current_; }
  std::uint64_t raise() {
    ++current_;
    raised_.notify();
    return current_;
  }
  /// Returns as soon as `epoch` is over.
  Awaitable<void> passed(std::uint64_t epoch) {
    while (current_ <= epoch) co_await raised_.wait();
  }

 private:
  std::uint64_t current_ = 0;
  Signal raised_;
};

}  // namespace codevoice::pipeline
