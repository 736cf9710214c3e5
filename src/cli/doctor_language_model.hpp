// doctor's line about the language model: has it say one word, as an interview would.
// Thread: the caller's; blocks for at most a few seconds. Errors: one line with what to do; the key is never part of it.
#pragma once

#include <string>

#include "cli/settings.hpp"

namespace codevoice::cli {

Result<std::string> check_language_model(const Settings& settings);

}  // namespace codevoice::cli
