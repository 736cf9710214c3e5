// Comma-separated values (RFC 4180), read and written.
// Errors: Invalid for a quote that does not end, and for more than 100,000 fields.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace codevoice::interview {

using CsvRow = std::vector<std::string>;
/// Lines that hold nothing are left out.
Result<std::vector<CsvRow>> read_csv(std::string_view text);
/// One line, with its end. A field that a spreadsheet would take for a formula is written as text.
std::string csv_line(const CsvRow& row);

}  // namespace codevoice::interview
