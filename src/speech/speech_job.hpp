// One text on its way to a remote voice, and the audio that came back so far.
// Ownership: shared by who speaks it and who fills it. Thread: the session's executor; values.
#pragma once

#include <cstring>
#include <optional>
#include <string>
#include <utility>

#include "audio/pcm.hpp"
#include "base/asio.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"

namespace codevoice::speech {

struct SpeechJob {
  SpeechJob(const asio::any_io_executor& executor, std::string words)
      : text(std::move(words)), changed(executor, asio::steady_timer::time_point::max()) {}

  void append(std::string_view bytes) {
    if (odd && !bytes.empty()) {
      const char pair[2] = {*odd, bytes[0]};
      pcm.emplace_back();
      std::memcpy(&pcm.back(), pair, 2);
      bytes.remove_prefix(1);
      odd.reset();
    }
    const auto count = bytes.size() / 2;
    const auto before = pcm.size();
    pcm.resize(before + count);
    std::memcpy(pcm.data() + before, bytes.data(), count * 2);
    if (bytes.size() % 2 != 0) odd = bytes.back();
    received += bytes.size() / 2;
    changed.cancel();
  }
  /// Something to take.
  bool waits() const { return pcm.size() > taken; }
  audio::Pcm take() {
    if (!keep) return std::exchange(pcm, {});
    audio::Pcm piece(pcm.begin() + static_cast<std::ptrdiff_t>(taken), pcm.end());
    taken = pcm.size();
    return piece;
  }
  void finish() {
    finished = true;
    changed.cancel();
  }
  void fail(Error why) {
    if (finished) return;
    error = std::move(why);
    finish();
  }

  const std::string text;
  audio::Pcm pcm;            // what was not taken yet; all of it with `keep`
  bool keep = false;         // worth caching
  std::size_t received = 0;  // samples
  std::size_t taken = 0;     // samples of pcm
  std::optional<char> odd;   // half a sample at the end of a message
  bool finished = false;
  std::optional<Error> error;
  bool by_post = false;
  bool claimed = false;    // somebody listens
  bool abandoned = false;  // nobody will
  TimePoint asked{};
  TimePoint newest{};          // of its audio
  asio::steady_timer changed;  // cancelled at every change
};

}  // namespace codevoice::speech
