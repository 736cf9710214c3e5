// Letters of ASCII, whatever the locale; bytes of other letters stay as they are.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace codevoice {

inline std::string ascii_lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
  return out;
}

}  // namespace codevoice
