// Parsers: cli/env_file.cpp
// Names are names, and what was read can be written and read again.
#include "cli/env_file.hpp"

#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace codevoice;
  using fuzz::require;
  const auto values = cli::parse_env(text_of(ByteView(data, size)), ".env");
  if (!values) {
    require(values.error().message.starts_with(".env:"), "a refusal names the line");
    return 0;
  }
  std::string text;
  for (const auto& [name, value] : *values) {
    require(!name.empty() && name.find_first_of("= \t#\"'") == std::string::npos, "a name is a name");
    require(value.find('\n') == std::string::npos, "a value is one line");
    const char quote = value.find('"') == std::string::npos ? '"' : '\'';
    if (value.find(quote) != std::string::npos) return 0;  // both quotes inside: cannot be written
    text += name + "=" + quote + value + quote + "\n";
  }
  const auto again = cli::parse_env(text, "again");
  require(again && *again == *values, "values are the same after being written");
  return 0;
}
