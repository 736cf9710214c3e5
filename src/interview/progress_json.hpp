// A running interview as JSON text and back: nothing is lost, so that another process goes on exactly.
// Errors: Invalid when the text is no snapshot of an interview with these questions; foreign text never throws out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "interview/progress.hpp"
#include "interview/question.hpp"

namespace codevoice::interview {

std::string progress_to_json(const Progress& progress, const std::vector<Question>& questions);
Result<Progress> progress_from_json(std::string_view json, const std::vector<Question>& questions);

}  // namespace codevoice::interview
