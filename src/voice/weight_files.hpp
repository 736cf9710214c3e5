// The files of weights/, as they travel in the binary.
// Thread: any; they never change.
#pragma once

#include <string_view>

namespace codevoice::voice {

/// Empty where there is no such file.
std::string_view embedded_weights(std::string_view name);

}  // namespace codevoice::voice
