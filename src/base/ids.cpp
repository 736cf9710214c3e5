#include "base/ids.hpp"

#include <algorithm>
#include <array>

#include "base/crypto.hpp"

namespace codevoice {
namespace {
constexpr bool is_dash_place(std::size_t at) { return at == 8 || at == 13 || at == 18 || at == 23; }

std::string uuid_of(std::array<std::uint8_t, 16> bytes, unsigned version) {
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0FU) | (version << 4U));
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3FU) | 0x80U);  // variant
  std::string text = crypto::to_hex(bytes);
  for (const std::size_t at : {8U, 13U, 18U, 23U}) text.insert(at, "-");
  return text;
}

}  // namespace

std::string new_uuid() {
  std::array<std::uint8_t, 16> bytes{};
  crypto::random_bytes(bytes);
  return uuid_of(bytes, 4);
}

std::string named_uuid(std::string_view name) {
  const auto digest = crypto::sha256(ByteView(reinterpret_cast<const std::uint8_t*>(name.data()), name.size()));
  std::array<std::uint8_t, 16> bytes{};
  std::copy_n(digest.begin(), bytes.size(), bytes.begin());
  return uuid_of(bytes, 8);
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const bool is_hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (is_dash_place(at) ? c != '-' : !is_hex) return false;
  }
  return true;
}

}  // namespace codevoice
