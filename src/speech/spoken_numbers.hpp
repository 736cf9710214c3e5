// Numbers as they are said: "1,000,000", "3.5", "95%", "10ms", "4 GB", "127.0.0.1", "2nd", "3-5". Every voice says words alike; digits,
// each in its own way.
// Thread: pure. Errors: none.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace codevoice::speech {

struct Spoken {
  std::string said;
  std::size_t length = 0;  // of the text it stands for, in bytes
  bool operator==(const Spoken&) const = default;
};

/// "one hundred twenty-seven"; digit by digit when there are more than twelve, or it begins with a zero. `digits` holds nothing else.
std::string cardinal(std::string_view digits);

/// What `text` begins with, when that is a digit.
std::optional<Spoken> spoken_number(std::string_view text);

}  // namespace codevoice::speech
