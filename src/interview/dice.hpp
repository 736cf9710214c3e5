// A small random source (SplitMix64): the same seed gives the same throws on every machine and library.
#pragma once

#include <cstddef>
#include <cstdint>

namespace codevoice::interview {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() noexcept {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
  }
  /// 0 … sides − 1; `sides` is not 0.
  std::size_t below(std::size_t sides) noexcept { return static_cast<std::size_t>(next() % sides); }

 private:
  std::uint64_t state_;
};

}  // namespace codevoice::interview
