// A VAD whose answer is written into the audio: loudness 10,000 means probability 1. May be told to fail or to stall.
#pragma once

#include <algorithm>

#include "speech/vad_model.hpp"
#include "support/fake_clock.hpp"

namespace codevoice::test {

class FakeVad final : public speech::VadModel {
 public:
  explicit FakeVad(FakeClock& clock) : clock_(clock) {}

  bool failing = false;
  bool stalled = false;
  int opened = 0;
  int asked = 0;  // windows

  std::unique_ptr<speech::VadStream> open_stream() override {
    ++opened;
    return std::make_unique<Stream>(*this);
  }

 private:
  class Stream final : public speech::VadStream {
   public:
    explicit Stream(FakeVad& model) : model_(model) {}
    Awaitable<Result<float>> probability(std::array<std::int16_t, speech::kVadWindow> window) override {
      ++model_.asked;
      if (model_.stalled) co_await model_.clock_.sleep_for(std::chrono::hours{1});
      if (model_.failing) co_return fail(ErrorKind::Internal, "inference failed");
      const auto loudest = *std::max_element(window.begin(), window.end());
      co_return std::min(1.0F, static_cast<float>(loudest) / 10'000.0F);
    }
    void reset() override {}

   private:
    FakeVad& model_;
  };
  FakeClock& clock_;
};

}  // namespace codevoice::test
