// Reads a .env file: KEY=value lines, comments, quotes, `export `.
// Errors: Invalid with the line number for a line that is none of these. A missing file is an empty map.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace codevoice::cli {

using EnvironmentMap = std::map<std::string, std::string, std::less<>>;

Result<EnvironmentMap> parse_env(std::string_view text, std::string_view source);
Result<EnvironmentMap> read_env_file(const std::string& path);

}  // namespace codevoice::cli
