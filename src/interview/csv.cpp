// untested: through question_files_test.cpp
#include "interview/csv.hpp"

namespace codevoice::interview {
namespace {

constexpr std::size_t kMostFields = 100'000;

/// From an opening quote on; false when it is never closed.
bool take_quoted(std::string_view& text, std::string& field) {
  text.remove_prefix(1);
  while (!text.empty()) {
    const auto quote = text.find('"');
    if (quote == std::string_view::npos) return false;
    field += text.substr(0, quote);
    text.remove_prefix(quote + 1);
    if (!text.starts_with('"')) return true;
    field += '"';
    text.remove_prefix(1);
  }
  return false;
}

void take_plain(std::string_view& text, std::string& field) {
  const auto end = std::min(text.find_first_of(",\r\n"), text.size());
  field += text.substr(0, end);
  text.remove_prefix(end);
}

void take_line_end(std::string_view& text) {
  if (text.starts_with('\r')) text.remove_prefix(1);
  if (text.starts_with('\n')) text.remove_prefix(1);
}

bool is_blank(const CsvRow& row) { return row.size() == 1 && row.front().empty(); }

}  // namespace

Result<std::vector<CsvRow>> read_csv(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // so spreadsheets mark UTF-8
  std::vector<CsvRow> rows;
  CsvRow row;
  std::size_t fields = 0;
  while (!text.empty()) {
    std::string field;
    if (text.starts_with('"') && !take_quoted(text, field)) {
      return fail(ErrorKind::Invalid, "line " + std::to_string(rows.size() + 1) + ": a quote does not end");
    }
    take_plain(text, field);
    row.push_back(std::move(field));
    if (++fields > kMostFields) return fail(ErrorKind::Invalid, "more than 100,000 fields");
    if (text.starts_with(',')) {
      text.remove_prefix(1);
      if (text.empty()) row.emplace_back();
      if (!text.empty()) continue;
    }
    take_line_end(text);
    if (!is_blank(row)) rows.push_back(std::move(row));
    row.clear();
  }
  return rows;
}

std::string csv_line(const CsvRow& row) {
  std::string line;
  for (const auto& given : row) {
    const bool formula = !given.empty() && std::string_view("=+-@\t").find(given.front()) != std::string_view::npos;
    const auto field = formula ? "'" + given : given;
    if (&given != &row.front()) line += ',';
    if (field.find_first_of(",\"\r\n") == std::string::npos) {
      line += field;
      continue;
    }
    line += '"';
    for (const char c : field) line += c == '"' ? std::string("\"\"") : std::string(1, c);
    line += '"';
  }
  return line + "\r\n";
}

}  // namespace codevoice::interview
