// What every fuzzer needs: to say what must hold, and to take its input apart.
// Errors: what does not hold aborts the process, which libFuzzer reports with the input that led there.
#pragma once

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "base/bytes.hpp"

namespace codevoice::fuzz {

inline void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

/// True when `part` lies inside `whole` (an empty part lies anywhere).
inline bool is_within(ByteView part, ByteView whole) {
  return part.empty() || (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}
inline bool is_within(std::string_view part, ByteView whole) { return is_within(view_of(part), whole); }

inline bool same(ByteView a, ByteView b) { return std::ranges::equal(a, b); }

/// The input's first byte chooses what to do with the rest.
struct Choice {
  std::uint8_t kind = 0;
  ByteView rest;
};
inline Choice choice_of(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return {};
  return {data[0], ByteView(data + 1, size - 1)};
}

/// The input as pieces, each preceded by its length in two bytes; the last one may be cut off.
class Pieces {
 public:
  explicit Pieces(ByteView bytes) : reader_(bytes) {}
  std::optional<ByteView> next() {
    const auto length = reader_.u16();
    if (!length) return std::nullopt;
    return reader_.take(std::min<std::size_t>(*length, reader_.remaining()));
  }

 private:
  ByteReader reader_;
};

}  // namespace codevoice::fuzz
