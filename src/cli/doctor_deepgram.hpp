// doctor's line about Deepgram: opens what an interview would open, with the key and address of the settings.
// Errors: one line with what to do; the key is never part of it.
#pragma once

#include <string>

#include "cli/settings.hpp"

namespace codevoice::cli {

Result<std::string> check_deepgram(const Settings& settings);

}  // namespace codevoice::cli
