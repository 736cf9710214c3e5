// Takes to fit on: the tuning half's voices as other people in other rooms, and cuts of which none is like another. Ends are drawn out and faded
// like cuts, so that how a cut is made cannot tell it from an end.
// Units: 16 kHz mono; seconds. Thread: one at a time. Errors: none.
#pragma once

#include <cstdint>
#include <random>

#include "audio/pcm.hpp"
#include "turns/conditions.hpp"

namespace codevoice::bench {

/// How the last of what was said before a pause sounds. As it is: of the takes that are judged.
struct CutStyle {
  double drawn_out = 0.2;  // so much of it
  double drawl = 0.75;     // its tempo
  double fade = 0.01;
};

class Variation {
 public:
  explicit Variation(std::uint64_t seed) : random_(seed) {}
  Condition condition();
  CutStyle cut();

 private:
  double between(double low, double high) { return std::uniform_real_distribution<double>(low, high)(random_); }
  std::mt19937_64 random_;
};

/// The same words by somebody with a higher or lower voice, nearer or farther away.
audio::Pcm as_another(const audio::Pcm& pcm, const Condition& condition);
audio::Pcm with_end(audio::PcmView pcm, const CutStyle& style);

}  // namespace codevoice::bench
