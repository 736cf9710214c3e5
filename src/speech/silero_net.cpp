#include "speech/silero_net.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace codevoice::speech {
namespace silero {

namespace portable {
inline constexpr std::size_t kLanes = 4;
#include "speech/silero_kernels.inl"  // NOLINT
}  // namespace portable

#if defined(__x86_64__)
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,fma")
#endif
namespace avx2 {
inline constexpr std::size_t kLanes = 8;
#include "speech/silero_kernels.inl"  // NOLINT
}  // namespace avx2
#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif

}  // namespace silero

namespace {

using silero::Dense;
using silero::kBins;
using silero::kContext;
using silero::kFolded;
using silero::kFrame;
using silero::kHidden;
using silero::kNarrow;
using silero::kWide;
using silero::kWindow;

silero::Kernels kernels_for(SileroNet::Code code) {
#if defined(__x86_64__)
  if (code == SileroNet::Code::Best && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    return {silero::avx2::forward, silero::avx2::kLanes};
  }
#endif
  static_cast<void>(code);
  return {silero::portable::forward, silero::portable::kLanes};
}

using Shape = std::vector<std::size_t>;
using Values = std::vector<float>;

/// The tensors by name; notes when one is missing or of another shape.
class Tensors {
 public:
  explicit Tensors(const std::vector<OnnxTensor>& all) : all_(all) {}

  Values take(std::string_view name, const Shape& shape) {
    const auto found = std::find_if(all_.begin(), all_.end(), [name](const auto& tensor) { return tensor.name == name; });
    if (found != all_.end() && found->shape == shape) return found->values();
    if (!missing_) missing_ = std::string(name);
    std::size_t size = 1;
    for (const auto dimension : shape) size *= dimension;
    return Values(size);
  }
  const std::optional<std::string>& missing() const { return missing_; }

 private:
  const std::vector<OnnxTensor>& all_;
  std::optional<std::string> missing_;
};

/// How many inputs share the weights, and how many outputs lie together.
struct Packing {
  std::size_t lanes;
  std::size_t rows;
  std::size_t together() const { return silero::kSums / rows * lanes; }
};

/// Of a matrix of [out][in].
Dense pack(Packing packing, const Values& matrix, const Values& bias) {
  constexpr std::size_t kAligned = sizeof(silero::Aligned) / sizeof(float);
  const std::size_t out = bias.size();
  const std::size_t in = matrix.size() / out;
  const std::size_t together = packing.together();
  Dense layer{in, out, std::vector<silero::Aligned>(matrix.size() / kAligned), bias};
  for (std::size_t o = 0; o < out; ++o) {
    const auto first = o / together * together;
    for (std::size_t i = 0; i < in; ++i) {
      const auto at = first * in + i * together + (o - first);
      layer.weights[at / kAligned].values[at % kAligned] = matrix[o * in + i];
    }
  }
  return layer;
}

/// A convolution of kernel 3 as a matrix over its taps `first` to `last`, one row of channels after the other.
Dense convolution(Tensors& tensors, int index, std::size_t out, std::size_t channels, Packing packing, std::pair<std::size_t, std::size_t> taps) {
  const auto name = "model.encoder." + std::to_string(index) + ".reparam_conv.";
  const auto weights = tensors.take(name + "weight", {out, channels, 3});
  const auto bias = tensors.take(name + "bias", {out});
  Values matrix;
  for (std::size_t o = 0; o < out; ++o) {
    for (auto tap = taps.first; tap <= taps.second; ++tap) {
      for (std::size_t channel = 0; channel < channels; ++channel) matrix.push_back(weights[(o * channels + channel) * 3 + tap]);
    }
  }
  return pack(packing, matrix, bias);
}

/// The windowed cosines and sines, folded about the middle of a frame. False when they are not symmetric: then it is no spectrum.
bool fold_spectrum(const Values& basis, Packing packing, silero::Layers& layers) {
  constexpr float kClose = 1e-4F;
  Values cosines(kWide * kFolded);
  Values sines(kWide * kFolded);
  for (std::size_t bin = 0; bin < kBins; ++bin) {
    const auto cosine = std::span(basis).subspan(bin * kFrame, kFrame);
    const auto sine = std::span(basis).subspan((kBins + bin) * kFrame, kFrame);
    const bool is_last = bin == kBins - 1;
    auto* const folded = is_last ? layers.last_bin.data() : cosines.data() + bin * kFolded;
    for (std::size_t n = 0; n < kFolded; ++n) {
      const std::size_t mirrored = (kFrame - n) % kFrame;
      const bool is_odd = std::abs(sine[n] + sine[mirrored]) < kClose && (!is_last || std::abs(sine[n]) < kClose);
      if (!is_odd || std::abs(cosine[n] - cosine[mirrored]) > kClose) return false;
      folded[n] = cosine[n];
      if (!is_last) sines[bin * kFolded + n] = sine[n];
    }
  }
  layers.cosines = pack(packing, cosines, Values(kWide));
  layers.sines = pack(packing, sines, Values(kWide));
  return true;
}

/// Input and hidden state side by side, so that the gates are one matrix.
Dense gates(Tensors& tensors, Packing packing) {
  const auto of_input = tensors.take("model.decoder.rnn.weight_ih", {4 * kHidden, kWide});
  const auto of_hidden = tensors.take("model.decoder.rnn.weight_hh", {4 * kHidden, kHidden});
  auto bias = tensors.take("model.decoder.rnn.bias_ih", {4 * kHidden});
  const auto second = tensors.take("model.decoder.rnn.bias_hh", {4 * kHidden});
  Values matrix;
  for (std::size_t o = 0; o < bias.size(); ++o) {
    bias[o] += second[o];
    matrix.insert(matrix.end(), of_input.begin() + static_cast<std::ptrdiff_t>(o * kWide),
                  of_input.begin() + static_cast<std::ptrdiff_t>((o + 1) * kWide));
    matrix.insert(matrix.end(), of_hidden.begin() + static_cast<std::ptrdiff_t>(o * kHidden),
                  of_hidden.begin() + static_cast<std::ptrdiff_t>((o + 1) * kHidden));
  }
  return pack(packing, matrix, bias);
}

}  // namespace

Result<SileroNet> SileroNet::create(const std::vector<OnnxTensor>& all, Code code) {
  Tensors tensors(all);
  SileroNet net;
  net.kernels_ = kernels_for(code);
  const auto shared_by = [lanes = net.kernels_.lanes](std::size_t rows) { return Packing{lanes, rows}; };
  auto& layers = net.layers_;
  const auto basis = tensors.take("model.stft.forward_basis_buffer", {2 * kBins, 1, kFrame});
  layers.convolutions[0] = convolution(tensors, 0, kWide, kBins, shared_by(4), {0, 2});
  layers.convolutions[1] = convolution(tensors, 1, kNarrow, kWide, shared_by(2), {0, 2});
  // one row is wanted of two, and one of one: the other taps see zeros alone
  layers.convolutions[2] = convolution(tensors, 2, kNarrow, kNarrow, shared_by(1), {1, 2});
  layers.convolutions[3] = convolution(tensors, 3, kWide, kNarrow, shared_by(1), {1, 1});
  layers.gates = gates(tensors, shared_by(1));
  const auto output = tensors.take("model.decoder.decoder.2.weight", {1, kHidden, 1});
  std::copy(output.begin(), output.end(), layers.output.begin());
  layers.output_bias = tensors.take("model.decoder.decoder.2.bias", {1}).front();
  if (tensors.missing()) return fail(ErrorKind::Invalid, "there is no tensor " + *tensors.missing() + " of the size wanted");
  if (!fold_spectrum(basis, shared_by(silero::kFrames), layers)) return fail(ErrorKind::Invalid, "the basis is no spectrum");
  return net;
}

float SileroNet::probability(std::span<const std::int16_t, kWindow> window, SileroMemory& memory) const {
  std::array<float, silero::kInput> input;
  auto* const fresh = std::copy(memory.context.begin(), memory.context.end(), input.begin());
  auto* const end = std::transform(window.begin(), window.end(), fresh, [](std::int16_t s) { return static_cast<float>(s) / 32'768.0F; });
  std::reverse_copy(end - 1 - kContext, end - 1, end);
  std::copy(end - kContext, end, memory.context.begin());
  return std::clamp(kernels_.forward(layers_, input.data(), memory.hidden.data(), memory.cell.data()), 0.0F, 1.0F);
}

}  // namespace codevoice::speech
