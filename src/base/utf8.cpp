#include "base/utf8.hpp"

#include <array>

namespace codevoice {
namespace {

/// Bytes that follow this first byte, or nothing when no sequence begins with it.
std::optional<std::size_t> followers(unsigned char first) {
  if (first < 0x80) return 0;
  if (first >= 0xC2 && first < 0xE0) return 1;
  if (first >= 0xE0 && first < 0xF0) return 2;
  if (first >= 0xF0 && first < 0xF5) return 3;
  return std::nullopt;
}

constexpr std::array<char32_t, 4> kFirstMask{0x7F, 0x1F, 0x0F, 0x07};
constexpr std::array<char32_t, 4> kSmallest{0, 0x80, 0x800, 0x10000};

std::optional<char32_t> decode(std::string_view text, std::size_t follow) {
  if (text.size() <= follow) return std::nullopt;
  char32_t code_point = static_cast<unsigned char>(text[0]) & kFirstMask[follow];
  for (std::size_t i = 1; i <= follow; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0U) != 0x80U) return std::nullopt;
    code_point = code_point << 6U | (byte & 0x3FU);
  }
  const bool surrogate = code_point >= 0xD800 && code_point < 0xE000;
  if (code_point < kSmallest[follow] || code_point > 0x10FFFF || surrogate) return std::nullopt;
  return code_point;
}

}  // namespace

std::optional<char32_t> take_code_point(std::string_view& text) {
  while (!text.empty()) {
    const auto follow = followers(static_cast<unsigned char>(text.front()));
    const auto code_point = follow ? decode(text, *follow) : std::nullopt;
    text.remove_prefix(code_point ? *follow + 1 : 1);
    if (code_point) return code_point;
  }
  return std::nullopt;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const auto follow = followers(static_cast<unsigned char>(text.front()));
    if (!follow || !decode(text, *follow)) return false;
    text.remove_prefix(*follow + 1);
  }
  return true;
}

void append_code_point(std::string& text, char32_t code_point) {
  const auto follow = [code_point](unsigned shift) { return static_cast<char>(0x80U | (code_point >> shift & 0x3FU)); };
  if (code_point < 0x80) {
    text += static_cast<char>(code_point);
  } else if (code_point < 0x800) {
    text += {static_cast<char>(0xC0U | code_point >> 6U), follow(0)};
  } else if (code_point < 0x10000) {
    text += {static_cast<char>(0xE0U | code_point >> 12U), follow(6), follow(0)};
  } else {
    text += {static_cast<char>(0xF0U | code_point >> 18U), follow(12), follow(6), follow(0)};
  }
}

std::string_view utf8_prefix(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end == 0 ? most : end);
}

}  // namespace codevoice
