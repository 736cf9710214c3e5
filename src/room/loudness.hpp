// How loud a participant was since the room last looked: who is on the list of speakers.
// Units: 0 (loudest) to 127, -dBov (RFC 6464). Thread: a value.
#pragma once

#include <algorithm>

namespace codevoice::room {

struct Loudness {
  int loudest = 127;
  bool speaking = false;  // as last told
  void heard(int level) { loudest = std::min(loudest, level); }
};

}  // namespace codevoice::room
