// Text as it is written to text as it is said: "O(n log n)", "C++", "a != b". Markup and code never reach a voice (R25).
// Thread: pure. Errors: none.
#pragma once

#include <string>
#include <string_view>

namespace codevoice::speech {

std::string spoken_text(std::string_view written);

}  // namespace codevoice::speech
