// How a text would sound, roughly: what a recogniser makes of a short word is often another word that sounds like it ("pardon": "Bardam.").
// Units: the distance is 0 for the same sound, and about 1 for texts that have nothing in common. Thread: any; pure.
#pragma once

#include <string>
#include <string_view>

namespace codevoice::voice {

/// The consonants by where they are made, a V for whatever is between them: "pardon" and "bardam" are both PVRTVN. By English spelling.
std::string sound_of(std::string_view text);
/// Of two results of sound_of(), against the longer of them.
float sound_distance(std::string_view a, std::string_view b);

}  // namespace codevoice::voice
