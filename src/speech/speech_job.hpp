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
      waiting.emplace_back();
      std::memcpy(&waiting.back(), pair, 2);
      bytes.remove_prefix(1);
      odd.reset();
    }
    const auto count = bytes.size() / 2;
    const auto before = waiting.size();
    waiting.resize(before + count);
    std::memcpy(waiting.data() + before, bytes.data(), count * 2);
    if (bytes.size() % 2 != 0) odd = bytes.back();
    received += bytes.size() / 2;
    if (keep) kept.insert(kept.end(), waiting.begin() + static_cast<std::ptrdiff_t>(kept.size() - taken), waiting.end());
    changed.cancel();
  }
  audio::Pcm take() {
    taken += waiting.size();
    return std::exchange(waiting, {});
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
  audio::Pcm waiting;        // not taken yet
  audio::Pcm kept;           // all of it, when `keep`
  bool keep = false;         // worth caching
  std::size_t received = 0;  // samples
  std::size_t taken = 0;     // samples
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
