// A VAD whose answer is written into the audio: loudness 10,000 means probability 1. May be told to fail.
#pragma once

#include <algorithm>

#include "speech/vad_model.hpp"

namespace codevoice::test {

class FakeVad final : public speech::VadModel {
 public:
  bool failing = false;
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
    Result<float> probability(std::span<const std::int16_t, speech::kVadWindow> window) override {
      ++model_.asked;
      if (model_.failing) return fail(ErrorKind::Internal, "inference failed");
      const auto loudest = *std::max_element(window.begin(), window.end());
      return std::min(1.0F, static_cast<float>(loudest) / 10'000.0F);
    }
    void reset() override {}

   private:
    FakeVad& model_;
  };
};

}  // namespace codevoice::test
