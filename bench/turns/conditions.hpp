// How a take is heard: people speak faster and slower than synthetic voices, and rooms are not quiet.
// Units: 16 kHz mono. Thread: pure. Errors: none.
#pragma once

#include <string>

#include "audio/pcm.hpp"

namespace codevoice::bench {

struct Condition {
  double tempo = 1.0;  // above 1: faster, at the same pitch
  int snr_db = 0;      // of the speech to the room's noise; 0: a quiet room
  double voice = 1.0;  // pitch and resonances, above 1 higher: another person
  double room = 0.0;   // seconds for its echo to fall by 60 dB
  double gain = 1.0;
  bool recorded = false;  // as it was
  std::string name() const;
};

/// One after another they are used for the takes of both halves.
Condition condition_of(std::size_t take);
/// By overlapping pieces where they fit best, so that the pitch stays.
audio::Pcm stretched(const audio::Pcm& pcm, double tempo);
/// The noise of a room with fans and traffic (pink), the same for the same seed.
void add_room(audio::Pcm& pcm, double seconds, unsigned seed);
void add_noise(audio::Pcm& pcm, int snr_db, unsigned seed);

}  // namespace codevoice::bench
