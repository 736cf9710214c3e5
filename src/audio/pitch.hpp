// The pitch of a voice, 50 times a second: for how something was said, not for music.
// Units:  16 kHz mono in; Hz from 60 to 400, dB of a sample's square, frames of 20 ms each of which sees 40 ms.
// Thread: pure. Errors: none; what has no pitch has strength 0.
#pragma once

#include <vector>

#include "audio/pcm.hpp"

namespace codevoice::audio {

struct PitchFrame {
  float hz = 0.0F;        // meaningful where strength is high
  float strength = 0.0F;  // 0..1: how much of the sound repeats with this pitch; a voice has above 0.5
  float db = 0.0F;
};

constexpr std::size_t kPitchHop = 320;  // samples

/// The frame at `i` is centred on sample i * kPitchHop + kPitchHop; the last 56 ms of the clip have none.
std::vector<PitchFrame> track_pitch(PcmView pcm);

}  // namespace codevoice::audio
