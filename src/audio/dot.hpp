// The sum of products of two rows of numbers: where filters and likenesses spend their time.
// Thread: pure.
#pragma once

#include <array>
#include <cstddef>

namespace codevoice::audio {

/// In eight sums, which the processor adds at once; `size` is a multiple of eight.
inline float dot(const float* a, const float* b, std::size_t size) {
  std::array<float, 8> sums{};
  for (std::size_t i = 0; i < size; i += sums.size()) {
    for (std::size_t k = 0; k < sums.size(); ++k) sums[k] += a[i + k] * b[i + k];
  }
  float sum = 0;
  for (const float part : sums) sum += part;
  return sum;
}

}  // namespace codevoice::audio
