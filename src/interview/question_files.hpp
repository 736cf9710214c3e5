// Questions as files that people keep and exchange: JSON, YAML, CSV.
// CSV has a header line and the columns id, topic, difficulty, text, expected_key_points (one text for all, joined by " | "), of which id
// and topic may be missing; it keeps of a question what these say. JSON and YAML keep all.
// Thread: pure. Errors: Invalid, one line that names the question or the line; a file is refused as a whole.
#pragma once

#include "interview/question.hpp"

namespace codevoice::interview {

enum class QuestionFormat : std::uint8_t { Json, Yaml, Csv };
Result<QuestionFormat> format_of(std::string_view name);  // "json", "yaml" or "yml", "csv"

/// What a question leaves out is derived (question_json.hpp); one without an id gets one of its text.
Result<std::vector<Question>> read_questions(QuestionFormat format, std::string_view text);
std::string write_questions(QuestionFormat format, const std::vector<Question>& questions);

}  // namespace codevoice::interview
