// Silero VAD as OpenVINO computes it, window after window: what our own arithmetic is held against.
#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "speech/openvino_runtime.hpp"
#include "speech/speech_fixture.hpp"
#include "speech/vad_model.hpp"

namespace codevoice::test {

class SileroReference {
 public:
  SileroReference()
      : model_(speech::OpenVinoRuntime::create(model_cache()).value().compile(vad_file()).value()), infer_(model_.create_infer_request()) {
    *rate_.data<std::int64_t>() = 16'000;
    reset();
  }

  void reset() {
    context_ = {};
    std::fill_n(state_.data<float>(), state_.get_size(), 0.0F);
  }

  float probability(std::span<const std::int16_t, speech::kVadWindow> window) {
    auto* const end = std::copy(context_.begin(), context_.end(), input_.data<float>());
    std::transform(window.begin(), window.end(), end, [](std::int16_t s) { return static_cast<float>(s) / 32768.0F; });
    infer_.set_tensor("input", input_);
    infer_.set_tensor("state", state_);
    infer_.set_tensor("sr", rate_);
    infer_.infer();
    infer_.get_tensor("stateN").copy_to(state_);
    std::copy_n(input_.data<float>() + speech::kVadWindow, context_.size(), context_.begin());
    return infer_.get_tensor("output").data<float>()[0];
  }

  std::vector<float> probabilities(std::span<const std::int16_t> pcm) {
    std::vector<float> all;
    for (; pcm.size() >= speech::kVadWindow; pcm = pcm.subspan(speech::kVadWindow)) all.push_back(probability(pcm.first<speech::kVadWindow>()));
    return all;
  }

 private:
  ov::CompiledModel model_;
  ov::InferRequest infer_;
  ov::Tensor input_{ov::element::f32, {1, 64 + speech::kVadWindow}};
  ov::Tensor state_{ov::element::f32, {2, 1, 128}};
  ov::Tensor rate_{ov::element::i64, {}};
  std::array<float, 64> context_{};
};

}  // namespace codevoice::test
