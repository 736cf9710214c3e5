#include "speech/real_fft.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>

namespace codevoice::speech {

TEST(RealFft400, AgreesWithTheDefinitionOnNoise) {
  std::mt19937 random(7);
  std::uniform_real_distribution<float> uniform(-1.0F, 1.0F);
  std::array<float, RealFft400::kSize> samples;
  for (auto& sample : samples) sample = uniform(random);

  std::array<float, RealFft400::kBins> power;
  RealFft400().power(samples, power);

  for (std::size_t k = 0; k < RealFft400::kBins; ++k) {
    std::complex<double> sum;
    for (std::size_t i = 0; i < samples.size(); ++i) {
      sum += std::polar<double>(samples[i], -2.0 * std::numbers::pi * static_cast<double>(k * i % 400) / 400.0);
    }
    EXPECT_NEAR(power[k], std::norm(sum), 1e-3) << "bin " << k;
  }
}

TEST(RealFft400, ASineIsOneBin) {
  std::array<float, RealFft400::kSize> samples;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    samples[i] = static_cast<float>(std::sin(2.0 * std::numbers::pi * 25.0 * static_cast<double>(i) / 400.0));
  }

  std::array<float, RealFft400::kBins> power;
  RealFft400().power(samples, power);

  EXPECT_NEAR(power[25], 200.0F * 200.0F, 1.0F);
  EXPECT_NEAR(power[24] + power[26], 0.0F, 1e-3F);
}

}  // namespace codevoice::speech
