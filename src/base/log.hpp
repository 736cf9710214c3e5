// Structured logging: a static event name and fields. log::info("turn.ended", {{"session", id}, {"silence_ms", 640}});
// Speech, names, code and tokens go only under keys that begin with "pii."; those fields are printed only when
// Options::pii is on.
// Thread: any. Errors: logging never fails the caller.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace codevoice::log {

enum class Level : std::uint8_t { Trace, Debug, Info, Warn, Error, Off };
enum class Format : std::uint8_t { Text, Json };

class Value {
 public:
  Value(std::string_view text) : value_(std::string(text)) {}  // NOLINT: implicit so that fields read as a table
  Value(const std::string& text) : value_(text) {}             // NOLINT
  Value(const char* text) : value_(std::string(text)) {}       // NOLINT
  Value(bool flag) : value_(flag) {}                           // NOLINT
  template <std::integral N>
  requires(!std::same_as<N, bool>) Value(N number) : value_(static_cast<std::int64_t>(number)) {}  // NOLINT
  template <std::floating_point N>
  Value(N number) : value_(static_cast<double>(number)) {}  // NOLINT

  const std::variant<std::int64_t, double, bool, std::string>& get() const { return value_; }

 private:
  std::variant<std::int64_t, double, bool, std::string> value_;
};

struct Field {
  std::string_view key;
  Value value;
};
using Fields = std::initializer_list<Field>;

struct Options {
  Level level = Level::Info;
  Format format = Format::Text;
  bool pii = false;  // print pii.* fields
};

/// Call once, before threads start. Lines go to stderr.
void configure(const Options& options);
bool enabled(Level level) noexcept;

void write(Level level, std::string_view event, Fields fields);
inline void trace(std::string_view event, Fields fields = {}) { write(Level::Trace, event, fields); }
inline void debug(std::string_view event, Fields fields = {}) { write(Level::Debug, event, fields); }
inline void info(std::string_view event, Fields fields = {}) { write(Level::Info, event, fields); }
inline void warn(std::string_view event, Fields fields = {}) { write(Level::Warn, event, fields); }
inline void error(std::string_view event, Fields fields = {}) { write(Level::Error, event, fields); }

/// The line as it would be printed, without time and level (for tests).
std::string render(std::string_view event, Fields fields, const Options& options);

}  // namespace codevoice::log
