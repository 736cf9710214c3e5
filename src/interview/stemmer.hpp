// The stem of an English word (Porter, 1980), with three repairs: irregular forms go to their base ("held" → "hold"),
// British spelling to American, and "general" is kept apart from "generation".
#pragma once

#include <string>
#include <string_view>

namespace codevoice::interview {

/// `word` is lower case; anything but letters a–z comes back as it is.
std::string stem_of(std::string_view word);

}  // namespace codevoice::interview
