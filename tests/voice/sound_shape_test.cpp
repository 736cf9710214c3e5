#include "voice/sound_shape.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace codevoice::voice {
namespace {

constexpr std::size_t kWindow = 512;

/// A tone of 200 Hz from sample `begin` on that loses `db_a_second`; how many windows of it go on, of the first four.
int windows_that_go_on(std::size_t begin, double db_a_second) {
  std::vector<std::int16_t> pcm(5 * kWindow);
  for (std::size_t i = begin; i < pcm.size(); ++i) {
    const double t = static_cast<double>(i - begin) / 16'000.0;
    pcm[i] = static_cast<std::int16_t>(9'000.0 * std::pow(10.0, -db_a_second * t / 20.0) * std::sin(2.0 * 3.14159265 * 200.0 * t));
  }
  SoundShape shape;
  int going_on = 0;
  for (std::size_t at = 0; at < 4; ++at) {
    shape.feed(std::span(pcm).subspan(at * kWindow, kWindow));
    going_on += at > 0 && shape.goes_on() ? 1 : 0;
  }
  return going_on;
}

TEST(SoundShape, ABlowDiesAway) {
  for (const std::size_t begin : {0U, 100U, 250U, 400U, 500U}) EXPECT_LE(windows_that_go_on(begin, 390.0), 1) << begin;
}

TEST(SoundShape, AVowelGoesOn) {
  for (const std::size_t begin : {0U, 100U, 250U, 400U, 500U}) EXPECT_EQ(windows_that_go_on(begin, 40.0), 3) << begin;
}

}  // namespace
}  // namespace codevoice::voice
