// What a fallible call returns: a value, or an Error that says what kind of trouble and, in one line, which.
// Errors: expected failures travel as Result; exceptions never cross a stage, callback, C library or coroutine boundary.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace codevoice {

enum class ErrorKind : std::uint8_t {
  Invalid,      // the caller's input is wrong; trying again does not help
  NotFound,     // the thing named does not exist
  Conflict,     // it clashes with what is there already
  Denied,       // not allowed: credentials or permission
  Timeout,      // no answer within the deadline
  Unavailable,  // the other side is down, busy or out of reach
  Cancelled,    // we stopped it ourselves
  Protocol,     // the other side broke the rules of the exchange
  Internal,     // our own fault, or the machine's (disk, memory, library)
};

struct [[nodiscard]] Error {
  ErrorKind kind = ErrorKind::Internal;
  std::string message;  // one line for a person; no secrets, no candidate's words

  /// True when the same call may succeed later.
  bool retryable() const noexcept { return kind == ErrorKind::Timeout || kind == ErrorKind::Unavailable; }
};

template <class T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(ErrorKind kind, std::string message) { return tl::unexpected<Error>(Error{kind, std::move(message)}); }

/// Adds where it happened: "loading models: no such file".
inline tl::unexpected<Error> fail(std::string_view where, Error error) {
  error.message = std::string(where) + ": " + error.message;
  return tl::unexpected<Error>(std::move(error));
}

std::string_view name_of(ErrorKind kind) noexcept;

}  // namespace codevoice
