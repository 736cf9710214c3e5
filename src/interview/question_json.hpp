// A question as JSON: whole, as docs/questions.md has it, and as a person may send it, who knows what to ask and what a good answer
// holds, and no more: what is left out is derived.
// Errors: Invalid, one line that names the field.
#pragma once

#include <boost/json/object.hpp>

#include "interview/question.hpp"

namespace codevoice::interview {

/// All fields; parse_questions() reads it back.
boost::json::object to_json(const Question& question);

/// `id` becomes the question's; `in` may hold an `id` of its own, which does not count. Needs `text`, `difficulty` and `expected_key_points` (texts,
/// or objects with a `text`). Left out: a point is heard where two of its telling words come together, and asked for without giving it away.
Result<Question> question_from_json(const boost::json::object& in, const std::string& id);

std::string_view name_of(QuestionKind kind) noexcept;  // "definition" …
/// Small letters, digits and dashes out of any text; empty when nothing of it is left.
std::string slug_of(std::string_view text, std::size_t most = 60);

}  // namespace codevoice::interview
