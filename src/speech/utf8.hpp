// Code points of UTF-8 text. Broken sequences are skipped byte by byte.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace codevoice::speech {

/// The code point at the front of `text`, which is shortened by it; nothing at the end of the text.
std::optional<char32_t> take_code_point(std::string_view& text);
void append_code_point(std::string& text, char32_t code_point);

}  // namespace codevoice::speech
