// Checks a JSON value against a schema: the part of JSON Schema 2020-12 that the API's own schemas use, so that what is documented is
// what is checked. Known: $ref to a named schema, type (one or a list), enum, const, minLength, maxLength, pattern, format (uuid, email),
// minimum, maximum, items, minItems, maxItems, uniqueItems, properties, required, additionalProperties (false, or a schema), allOf.
// Thread: pure. Errors: all that is wrong, each with its place; at most 20.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <vector>

#include "http/problem.hpp"

namespace codevoice::http {

/// `named`: the schemas that "#/components/schemas/NAME" refers to.
std::vector<FieldProblem> check_schema(const boost::json::value& value, const boost::json::object& schema, const boost::json::object& named);

/// What strings have to fit where their schema says nothing else; add_plain_pattern() writes it into them, is_plain_text() checks it.
inline constexpr std::string_view kPlainPattern = "^[^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]*$";
void add_plain_pattern(boost::json::value& schema);
/// 1.0 is an integer to JSON Schema, and is made one.
void make_integers(boost::json::value& value);

bool is_email(std::string_view text);
/// Valid UTF-8 without control characters but line feed and tab.
bool is_plain_text(std::string_view text);

}  // namespace codevoice::http
