// The power spectrum of 400 real samples: 25 ms at 16 kHz, the frame Whisper's features are made of.
// Units: power of bins 0..200 (40 Hz apart), unscaled. Thread: const after construction, any.
#pragma once

#include <array>
#include <complex>
#include <span>

namespace codevoice::speech {

class RealFft400 {
 public:
  static constexpr std::size_t kSize = 400;
  static constexpr std::size_t kBins = kSize / 2 + 1;

  RealFft400();
  void power(std::span<const float, kSize> samples, std::span<float, kBins> out) const;

 private:
  static constexpr std::size_t kHalf = kSize / 2;
  using Complex = std::complex<float>;
  using Buffer = std::array<Complex, kHalf>;

  /// One Stockham pass of the 200-point transform: `length` points left in each of `stride` interleaved transforms.
  struct Pass {
    std::size_t length;
    std::size_t stride;
  };
  template <std::size_t Radix>
  void run(Pass pass, const Buffer& from, Buffer& to) const;

  std::array<Complex, kHalf> roots_half_;
  std::array<Complex, kBins> roots_full_;
};

}  // namespace codevoice::speech
