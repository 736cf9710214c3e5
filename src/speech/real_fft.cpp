#include "speech/real_fft.hpp"

#include <numbers>

namespace codevoice::speech {
namespace {

using Complex = std::complex<float>;

// std::complex's operator* checks for NaN on every product
Complex times(Complex a, Complex b) { return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()}; }
Complex minus_i_times(Complex a) { return {a.imag(), -a.real()}; }

Complex root(std::size_t k, std::size_t n) {
  return Complex(std::polar(1.0, -2.0 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(n)));
}

void butterfly(std::array<Complex, 2>& a) { a = {a[0] + a[1], a[0] - a[1]}; }

void butterfly(std::array<Complex, 4>& a) {
  const auto even_sum = a[0] + a[2];
  const auto even_difference = a[0] - a[2];
  const auto odd_sum = a[1] + a[3];
  const auto odd_difference = minus_i_times(a[1] - a[3]);
  a = {even_sum + odd_sum, even_difference + odd_difference, even_sum - odd_sum, even_difference - odd_difference};
}

void butterfly(std::array<Complex, 5>& a) {
  static const Complex first = root(1, 5);
  static const Complex second = root(2, 5);
  const auto sum_outer = a[1] + a[4];
  const auto sum_inner = a[2] + a[3];
  const auto difference_outer = a[1] - a[4];
  const auto difference_inner = a[2] - a[3];
  const auto even_one = a[0] + first.real() * sum_outer + second.real() * sum_inner;
  const auto even_two = a[0] + second.real() * sum_outer + first.real() * sum_inner;
  // minus the roots' imaginary parts, which are negative
  const auto odd_one = minus_i_times(-first.imag() * difference_outer - second.imag() * difference_inner);
  const auto odd_two = minus_i_times(-second.imag() * difference_outer + first.imag() * difference_inner);
  a = {a[0] + sum_outer + sum_inner, even_one + odd_one, even_two + odd_two, even_two - odd_two, even_one - odd_one};
}

}  // namespace

RealFft400::RealFft400() {
  for (std::size_t k = 0; k < kHalf; ++k) roots_half_[k] = root(k, kHalf);
  for (std::size_t k = 0; k < kBins; ++k) roots_full_[k] = root(k, kSize);
}

template <std::size_t Radix>
void RealFft400::run(Pass pass, const Buffer& from, Buffer& to) const {
  const std::size_t groups = pass.length / Radix;
  for (std::size_t group = 0; group < groups; ++group) {
    std::array<Complex, Radix> twiddles;
    for (std::size_t r = 0; r < Radix; ++r) twiddles[r] = roots_half_[group * r * pass.stride % kHalf];
    for (std::size_t q = 0; q < pass.stride; ++q) {
      std::array<Complex, Radix> points;
      for (std::size_t r = 0; r < Radix; ++r) points[r] = from[q + pass.stride * (group + groups * r)];
      butterfly(points);
      for (std::size_t r = 0; r < Radix; ++r) to[q + pass.stride * (Radix * group + r)] = times(points[r], twiddles[r]);
    }
  }
}

void RealFft400::power(std::span<const float, kSize> samples, std::span<float, kBins> out) const {
  Buffer a;
  Buffer b;
  for (std::size_t i = 0; i < kHalf; ++i) a[i] = {samples[2 * i], samples[2 * i + 1]};
  run<4>({200, 1}, a, b);
  run<2>({50, 4}, b, a);
  run<5>({25, 8}, a, b);
  run<5>({5, 40}, b, a);
  // two real transforms of half the length share one complex transform: take them apart
  for (std::size_t k = 0; k <= kHalf / 2; ++k) {
    const auto direct = a[k % kHalf];
    const auto mirrored = std::conj(a[(kHalf - k) % kHalf]);
    const auto even = 0.5F * (direct + mirrored);
    const auto odd = times(minus_i_times(0.5F * (direct - mirrored)), roots_full_[k]);
    out[k] = std::norm(even + odd);
    out[kHalf - k] = std::norm(even - odd);
  }
}

}  // namespace codevoice::speech
