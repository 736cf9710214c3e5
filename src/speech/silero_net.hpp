// Silero VAD's network, computed here: a spectrum, four convolutions, one LSTM cell, one output. Half a million multiply-adds, which a
// general runtime spends most of its time around.
// Units:     16 kHz mono int16, windows of 512 samples; the probability is 0..1.
// Ownership: the weights are shared by all streams; each stream has its own memory.   Thread: const after creation, any.
// Errors:    Invalid when the tensors are not those of Silero VAD v5/v6.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "speech/onnx_tensors.hpp"
#include "speech/silero_layers.hpp"

namespace codevoice::speech {

/// What Silero carries from window to window.
struct SileroMemory {
  std::array<float, silero::kContext> context{};
  std::array<float, silero::kHidden> hidden{};
  std::array<float, silero::kHidden> cell{};
};

class SileroNet {
 public:
  /// Best: what this processor can do. Portable: what every processor of its kind can.
  enum class Code { Best, Portable };

  static Result<SileroNet> create(const std::vector<OnnxTensor>& tensors, Code code = Code::Best);

  /// 15 µs or so; nothing is allocated.
  float probability(std::span<const std::int16_t, silero::kWindow> window, SileroMemory& memory) const;

 private:
  SileroNet() = default;
  silero::Layers layers_;
  silero::Kernels kernels_;
};

}  // namespace codevoice::speech
