// What an interview was to be, as JSON text for its record, and back: another process asks the same questions under the same rules.
// Errors: NotFound when a question is not in the bank any more; Invalid when the text is no plan. Foreign text never throws out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "interview/interviewer.hpp"

namespace codevoice::interview {

std::string plan_to_json(const InterviewConfig& config);
Result<InterviewConfig> plan_from_json(std::string_view json, const std::vector<Question>& bank);

/// The same with the questions whole: what was planned stays so when the bank changes.
std::string whole_plan_to_json(const InterviewConfig& config);
Result<InterviewConfig> whole_plan_from_json(std::string_view json);

}  // namespace codevoice::interview
