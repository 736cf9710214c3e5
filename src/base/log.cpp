#include "base/log.hpp"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>

namespace codevoice::log {
namespace {

Options current;
std::atomic<Level> threshold{Level::Info};

spdlog::level::level_enum to_spdlog(Level level) {
  switch (level) {
    case Level::Trace: return spdlog::level::trace;
    case Level::Debug: return spdlog::level::debug;
    case Level::Info: return spdlog::level::info;
    case Level::Warn: return spdlog::level::warn;
    case Level::Error: return spdlog::level::err;
    case Level::Off: return spdlog::level::off;
  }
  return spdlog::level::off;
}

spdlog::logger& sink() {
  static const auto logger = [] {
    auto made = spdlog::stderr_logger_mt("codevoice");
    made->set_pattern("%Y-%m-%dT%H:%M:%S.%e %L %v");
    made->set_level(spdlog::level::trace);
    return made;
  }();
  return *logger;
}

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (byte < 0x20 || byte == 0x7F) {
      out += fmt::format("\\u{:04x}", byte);
    } else {
      out += c;
    }
  }
}

void append_value(std::string& out, const Value& value, bool always_quote) {
  if (const auto* text = std::get_if<std::string>(&value.get())) {
    const bool plain = !always_quote && !text->empty() && text->find_first_of(" \"\\=\n\t\r") == std::string::npos;
    if (!plain) out += '"';
    append_escaped(out, *text);
    if (!plain) out += '"';
  } else if (const auto* number = std::get_if<std::int64_t>(&value.get())) {
    out += fmt::format("{}", *number);
  } else if (const auto* real = std::get_if<double>(&value.get())) {
    out += fmt::format("{:.4g}", *real);
  } else {
    out += std::get<bool>(value.get()) ? "true" : "false";
  }
}

}  // namespace

void configure(const Options& options) {
  current = options;
  threshold = options.level;
  sink().set_pattern(options.format == Format::Json ? R"({"time":"%Y-%m-%dT%H:%M:%S.%e","level":"%l",%v})" : "%Y-%m-%dT%H:%M:%S.%e %L %v");
  sink().flush_on(spdlog::level::info);
}

bool enabled(Level level) noexcept { return level >= threshold.load(std::memory_order_relaxed); }

std::string render(std::string_view event, Fields fields, const Options& options) {
  const bool json = options.format == Format::Json;
  std::string line = json ? "\"event\":\"" : "";
  append_escaped(line, event);
  if (json) line += '"';
  for (const auto& field : fields) {
    if (field.key.starts_with("pii.") && !options.pii) continue;
    line += json ? ",\"" : " ";
    line += field.key;
    line += json ? "\":" : "=";
    append_value(line, field.value, json);
  }
  return line;
}

void write(Level level, std::string_view event, Fields fields) {
  if (!enabled(level)) return;
  sink().log(to_spdlog(level), "{}", render(event, fields, current));
}

}  // namespace codevoice::log
