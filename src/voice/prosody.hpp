// How the pitch of the voice went before a pause: at the end of what one says it has come down to the bottom of its range; in the middle,
// where one stops to think, it stays up.
// Units:  semitones against the same voice's middle pitch of the last three seconds; slopes in semitones a second.
// Thread: pure; a quarter of a millisecond. Errors: none; nullopt where too little was voiced.
#pragma once

#include <optional>

#include "audio/pcm.hpp"
#include "base/clock.hpp"

namespace codevoice::voice {

struct Prosody {
  float end = 0;           // of the last 100 ms that are voiced
  float end_in_range = 0;  // 0: as low as this voice goes, 1: as high
  float slope = 0;         // over the last 300 ms
  float long_slope = 0;    // over the last 800 ms
  float fall = 0;          // from the highest pitch of the last 600 ms to the end: at most 0
  float rise = 0;          // from the lowest: at least 0
  float last_second = 0;   // its mean
  float range = 0;         // from low to high
};

/// `last`: the newest audio, 16 kHz, in which speech ended so long before its end.
std::optional<Prosody> prosody_of(audio::PcmView last, Duration since_speech);

}  // namespace codevoice::voice
