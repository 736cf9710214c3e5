// Counters that wrap around on the wire (sequence numbers, timestamps), made to go on counting.
// Thread: one. Source: RFC 3550 A.1 (the nearest value to the highest one seen is meant).
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <type_traits>

namespace codevoice::rtc {

template <class Wrapped>
class Unwrapper {
  static_assert(std::is_unsigned_v<Wrapped>);

 public:
  /// The value on the endless scale; the first one is itself. Values from before the highest stay below it.
  std::int64_t unwrap(Wrapped value) {
    const std::int64_t whole = peek(value);
    highest_ = std::max(highest_.value_or(whole), whole);
    return whole;
  }
  /// The same without remembering it.
  std::int64_t peek(Wrapped value) const {
    if (!highest_) return value;
    using Signed = std::make_signed_t<Wrapped>;
    return *highest_ + static_cast<Signed>(static_cast<Wrapped>(value - static_cast<Wrapped>(*highest_)));
  }
  std::optional<std::int64_t> highest() const { return highest_; }
  void reset() { highest_.reset(); }

 private:
  std::optional<std::int64_t> highest_;
};

}  // namespace codevoice::rtc
