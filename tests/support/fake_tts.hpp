// A voice that speaks every character in 50 ms of a steady sound, clause by clause. May be told to fail or to stall.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "speech/tts_engine.hpp"
#include "support/fake_clock.hpp"

namespace codevoice::test {

class FakeTts final : public speech::TtsEngine {
 public:
  static constexpr std::uint32_t kRate = 16'000;

  explicit FakeTts(FakeClock& clock) : clock_(clock) {}

  Duration per_character = std::chrono::milliseconds{50};
  Duration cost = std::chrono::milliseconds{100};  // per clause
  bool failing = false;
  bool stalled = false;
  std::vector<std::string> spoken;
  std::vector<std::string> prepared;

  std::optional<speech::Fallback> fallback;  // told once

  std::string name() const override { return "fake"; }
  std::optional<speech::Fallback> take_fallback() override { return std::exchange(fallback, std::nullopt); }
  std::unique_ptr<speech::Utterance> speak(std::string text) override {
    spoken.push_back(text);
    return std::make_unique<Speaking>(*this, std::move(text));
  }
  void prepare(std::string text, speech::Prepare /*how*/) override { prepared.push_back(std::move(text)); }

 private:
  class Speaking final : public speech::Utterance {
   public:
    Speaking(FakeTts& engine, std::string text) : engine_(engine), text_(std::move(text)) {}
    Awaitable<Result<std::optional<speech::SpokenChunk>>> next() override {
      if (at_ >= text_.size()) co_return std::nullopt;
      co_await engine_.clock_.sleep_for(engine_.stalled ? Duration{std::chrono::hours{1}} : engine_.cost);
      if (engine_.failing) co_return fail(ErrorKind::Unavailable, "voice is down");
      auto end = text_.find_first_of(",;", at_);
      end = end == std::string::npos ? text_.size() : end + 1;
      while (end < text_.size() && text_[end] == ' ') ++end;  // the space belongs to the clause before it
      speech::SpokenChunk chunk;
      const auto samples = (end - at_) * kRate / 1000 * static_cast<std::size_t>(engine_.per_character / std::chrono::milliseconds{1});
      chunk.pcm.assign(samples, 1000);
      chunk.rate_hz = kRate;
      chunk.text_begin = at_;
      chunk.text_end = end;
      at_ = end;
      co_return chunk;
    }

   private:
    FakeTts& engine_;
    std::string text_;
    std::size_t at_ = 0;
  };
  FakeClock& clock_;
};

}  // namespace codevoice::test
