// A clock that jumps: time moves only when a test says so, to each waiting timer in turn, so minutes pass in microseconds.
// Thread: the test's, together with its io_context.
#pragma once

#include <boost/asio/io_context.hpp>

#include "base/virtual_clock.hpp"

namespace codevoice::test {

class FakeClock final : public VirtualClock {
 public:
  /// Runs `loop` until idle, jumping to each timer that is due within `length`, then ends exactly `length` later.
  void advance(asio::io_context& loop, Duration length) {
    const auto end = now() + length;
    settle(loop);
    while (move_to(end)) settle(loop);
  }
  /// Runs what is ready without moving time.
  static void settle(asio::io_context& loop) {
    loop.restart();
    while (loop.poll() > 0) {
    }
  }
};

}  // namespace codevoice::test
