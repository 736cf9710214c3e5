#include "voice/sound_onset.hpp"

namespace codevoice::voice {

void SoundOnset::feed(bool loud, Duration length) {
  if (loud && armed()) {
    begun_ = true;
    lasts_ = Duration{};
  }
  lasts_ += length;
  quiet_ = loud ? Duration{} : quiet_ + length;
}

}  // namespace codevoice::voice
