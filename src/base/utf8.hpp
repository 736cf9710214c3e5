// Code points of UTF-8 text; no overlong ones, no surrogates. take_code_point() skips broken sequences byte by byte.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace codevoice {

/// The code point at the front of `text`, which is shortened by it; nothing at the end of the text.
std::optional<char32_t> take_code_point(std::string_view& text);
bool is_utf8(std::string_view text);
/// The longest prefix of at most `most` bytes that does not cut a character; broken text is cut all the same.
std::string_view utf8_prefix(std::string_view text, std::size_t most);
void append_code_point(std::string& text, char32_t code_point);

}  // namespace codevoice
