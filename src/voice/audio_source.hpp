// The port by which the candidate's voice enters: the room pushes 20 ms at a time, transport_input takes them out.
// Units:     16 kHz mono int16; `at` is the capture time on the session's timeline.
// Overflow:  the oldest frame is dropped and counted.  Ownership: outlives the pipeline. Thread: the session's strand.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "base/clock.hpp"
#include "pipeline/signal.hpp"

namespace codevoice::voice {

inline constexpr std::size_t kFrameSamples = 320;  // 20 ms

struct CapturedAudio {
  std::array<std::int16_t, kFrameSamples> pcm{};
  MediaTime at{};
  bool concealed = false;  // not really heard: lost or not sent
};

class AudioSource {
 public:
  explicit AudioSource(const asio::any_io_executor& executor) : changed_(executor) {}

  /// Longer frames are cut, shorter ones padded with silence.
  void push(std::span<const std::int16_t> pcm, MediaTime at, bool concealed);
  void set_muted(bool muted);

  std::optional<CapturedAudio> pop();
  bool muted() const { return muted_; }
  /// Until the next push or change of mute.
  Awaitable<void> changed() { co_await changed_.wait(); }
  std::uint64_t pushed() const { return pushed_; }
  std::uint64_t dropped() const { return dropped_; }

 private:
  static constexpr std::size_t kCapacity = 50;  // 1 s
  std::array<CapturedAudio, kCapacity> ring_{};
  std::size_t first_ = 0;
  std::size_t count_ = 0;
  bool muted_ = false;
  std::uint64_t pushed_ = 0;
  std::uint64_t dropped_ = 0;
  pipeline::Signal changed_;
};

}  // namespace codevoice::voice
