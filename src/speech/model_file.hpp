// One clear line for a model file that is missing or cannot be used: which file, for what, and what to do about it.
// Errors: NotFound when the file is not there, Invalid when it is empty, unreadable or not a model.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace codevoice::speech {

/// A file some engine needs. `otherwise` ends the line: what else the user may do.
struct ModelFile {
  std::filesystem::path path;
  std::string purpose;    // "voice activity model"
  std::string otherwise;  // "or set CODEVOICE_MODELS to the folder that holds it"
};

/// Nothing when the file is there, readable and not empty.
Result<void> check(const ModelFile& file);
/// The line for a file that is there but that the engine refused.
tl::unexpected<Error> unusable(const ModelFile& file);

}  // namespace codevoice::speech
