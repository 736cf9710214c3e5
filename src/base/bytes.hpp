// Bytes as they travel on a wire: owned buffers, views, and big-endian numbers in them.
// Errors: the readers trust their caller to have checked the length; parsers of foreign bytes use ByteReader.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace codevoice {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

inline std::uint16_t read_be16(ByteView bytes, std::size_t at) { return static_cast<std::uint16_t>(bytes[at] << 8 | bytes[at + 1]); }
inline std::uint32_t read_be32(ByteView bytes, std::size_t at) {
  return static_cast<std::uint32_t>(read_be16(bytes, at)) << 16 | read_be16(bytes, at + 2);
}
inline void write_be16(std::uint8_t* to, std::uint16_t value) {
  to[0] = static_cast<std::uint8_t>(value >> 8);
  to[1] = static_cast<std::uint8_t>(value);
}
inline void write_be32(std::uint8_t* to, std::uint32_t value) {
  write_be16(to, static_cast<std::uint16_t>(value >> 16));
  write_be16(to + 2, static_cast<std::uint16_t>(value));
}
inline ByteView view_of(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }
inline std::string_view text_of(ByteView bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

/// Reads foreign bytes front to back; after the first short read every further read fails too.
class ByteReader {
 public:
  explicit ByteReader(ByteView bytes) : rest_(bytes) {}

  std::size_t remaining() const { return rest_.size(); }
  std::optional<std::uint8_t> u8() {
    const auto part = take(1);
    if (!part) return std::nullopt;
    return (*part)[0];
  }
  std::optional<std::uint16_t> u16() {
    const auto part = take(2);
    if (!part) return std::nullopt;
    return read_be16(*part, 0);
  }
  std::optional<std::uint32_t> u32() {
    const auto part = take(4);
    if (!part) return std::nullopt;
    return read_be32(*part, 0);
  }
  std::optional<ByteView> take(std::size_t count) {
    if (count > rest_.size()) {
      rest_ = {};
      return std::nullopt;
    }
    const auto part = rest_.first(count);
    rest_ = rest_.subspan(count);
    return part;
  }

 private:
  ByteView rest_;
};

}  // namespace codevoice
