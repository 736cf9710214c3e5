// The weights of Silero VAD's network as its arithmetic wants them, and what passes between its layers.
// Units: rows are points of time, columns channels. Lanes: the floats in one of the processor's vectors.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

namespace codevoice::speech::silero {

inline constexpr std::size_t kWindow = 512;  // samples
inline constexpr std::size_t kContext = 64;  // samples of the window before, which the network wants to see again
inline constexpr std::size_t kHidden = 128;

inline constexpr std::size_t kFrames = 4;  // of the spectrum, in one window
inline constexpr std::size_t kFrame = 256;
inline constexpr std::size_t kHop = 128;
inline constexpr std::size_t kFolded = kFrame / 2 + 1;
inline constexpr std::size_t kBins = kFrame / 2 + 1;
inline constexpr std::size_t kInput = kContext + kWindow + kContext;  // the last part mirrors what is before it
inline constexpr std::size_t kWide = 128;                             // channels after the first and the last convolution
inline constexpr std::size_t kNarrow = 64;                            // and between

inline constexpr std::size_t kSums = 8;  // vectors that are added up at once: as many as the processor has registers for

struct alignas(32) Aligned {
  std::array<float, 8> values;
};

/// y = weights · x + bias. The weights of kSums / rows vectors of outputs lie together, input by input, where `rows` inputs share them.
struct Dense {
  std::size_t in = 0;
  std::size_t out = 0;
  std::vector<Aligned> weights;
  std::vector<float> bias;
};

struct Layers {
  Dense cosines;  // of the sums of samples as far before as after the middle of a frame; all bins but the last
  Dense sines;    // of their differences
  std::array<float, kFolded> last_bin{};
  std::array<Dense, 4> convolutions;
  Dense gates;  // of what the last convolution gives, and the hidden state
  std::array<float, kHidden> output{};
  float output_bias = 0.0F;
};

/// `input` is a whole kInput; the hidden state and the cell are renewed. Gives the probability.
using Forward = float (*)(const Layers& layers, const float* input, float* hidden, float* cell);

/// The arithmetic for one kind of processor.
struct Kernels {
  Forward forward = nullptr;
  std::size_t lanes = 0;
};

}  // namespace codevoice::speech::silero
