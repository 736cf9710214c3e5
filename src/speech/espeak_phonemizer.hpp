// Text to phonemes (IPA) by espeak-ng, run as a child program that is kept alive (GPL-3: never linked).
// Thread: any, from a worker pool: a call blocks until the answer or its deadline; calls take turns.
// Errors: a child that is silent or gone is started anew once per call; then Unavailable/Timeout. Unavailable from create() names
//         what to install.
#pragma once

#include <array>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "speech/child_process.hpp"

namespace codevoice::speech {

struct EspeakConfig {
  std::string program = "espeak-ng";
  std::string voice = "en-us";
  std::chrono::milliseconds deadline{500};
};

class EspeakPhonemizer {
 public:
  static Result<std::unique_ptr<EspeakPhonemizer>> create(EspeakConfig config);

  /// Punctuation that shapes the melody (, ; : . ? !) stays in place, followed by a space; markup of espeak's own is removed.
  Result<std::string> phonemes(std::string_view text);
  /// How often the child had to be started anew.
  unsigned restarts() const { return restarts_; }

 private:
  explicit EspeakPhonemizer(EspeakConfig config) : config_(std::move(config)) {}
  Result<void> start();
  Result<std::string> ask(std::string_view plain);
  Result<std::string> ask_child(std::string_view plain, ChildProcess::Deadline deadline);

  EspeakConfig config_;
  std::mutex mutex_;
  std::optional<ChildProcess> child_;
  std::array<std::string, 2> end_marks_;  // what espeak answers to the sentinels
  unsigned restarts_ = 0;
};

}  // namespace codevoice::speech
