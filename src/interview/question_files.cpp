#include "interview/question_files.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <map>

#include "base/json_values.hpp"
#include "interview/csv.hpp"
#include "interview/question_json.hpp"
#include "interview/yaml_tree.hpp"
#include "interview/yaml_writer.hpp"

namespace codevoice::interview {
namespace {

namespace json = boost::json;

constexpr std::string_view kBetweenPoints = " | ";

json::value json_of(const YamlTree& tree) {
  switch (tree.kind) {
    case YamlTree::Kind::Null: return nullptr;
    case YamlTree::Kind::Scalar: return json::value(json::string(tree.scalar));
    case YamlTree::Kind::Sequence: {
      json::array items;
      for (const auto& item : tree.items) items.push_back(json_of(item));
      return items;
    }
    case YamlTree::Kind::Map: break;
  }
  json::object fields;
  for (const auto& field : tree.fields) fields[field.key] = json_of(field.value);
  return fields;
}

Result<void> append(std::vector<Question>& questions, const json::object& given, const std::string& where) {
  auto id = text_in(given, "id");
  if (id.empty()) id = slug_of(text_in(given, "text"));
  if (id.empty()) return fail(ErrorKind::Invalid, where + ": the question has neither an id nor a text that gives one");
  const bool twice = std::any_of(questions.begin(), questions.end(), [&](const Question& other) { return other.id == id; });
  if (twice) return fail(ErrorKind::Invalid, where + ": question '" + id + "' is there twice");
  auto question = question_from_json(given, id);
  if (!question) return fail(where, question.error());
  questions.push_back(std::move(*question));
  return {};
}

Result<std::vector<Question>> read_tree(std::string_view text) {
  const auto tree = read_yaml(text, "file");
  if (!tree) return tl::unexpected(tree.error());
  if (tree->kind != YamlTree::Kind::Sequence || tree->items.empty()) return fail(ErrorKind::Invalid, "the file must be a list of questions");
  std::vector<Question> questions;
  for (const auto& item : tree->items) {
    const auto where = "line " + std::to_string(item.line);
    const auto value = json_of(item);
    if (!value.is_object()) return fail(ErrorKind::Invalid, where + ": a question must be a map of fields");
    if (const auto added = append(questions, value.get_object(), where); !added) return tl::unexpected(added.error());
  }
  return questions;
}

json::array points_of(std::string_view joined) {
  json::array points;
  while (!joined.empty()) {
    const auto end = std::min(joined.find('|'), joined.size());
    auto one = joined.substr(0, end);
    joined.remove_prefix(std::min(end + 1, joined.size()));
    while (one.starts_with(' ')) one.remove_prefix(1);
    while (one.ends_with(' ')) one.remove_suffix(1);
    if (!one.empty()) points.emplace_back(one);
  }
  return points;
}

Result<std::vector<Question>> read_table(std::string_view text) {
  const auto rows = read_csv(text);
  if (!rows) return tl::unexpected(rows.error());
  if (rows->size() < 2) return fail(ErrorKind::Invalid, "the file must have a header line and a question");
  std::map<std::string, std::size_t> columns;
  for (std::size_t i = 0; i < rows->front().size(); ++i) columns[rows->front()[i]] = i;
  for (const auto* name : {"difficulty", "text", "expected_key_points"}) {
    if (!columns.contains(name)) return fail(ErrorKind::Invalid, "the column " + std::string(name) + " is missing");
  }
  std::vector<Question> questions;
  for (std::size_t line = 1; line < rows->size(); ++line) {
    const auto& row = (*rows)[line];
    json::object given;
    for (const auto* name : {"id", "topic", "difficulty", "text"}) {
      const auto column = columns.find(name);
      if (column != columns.end() && column->second < row.size() && !row[column->second].empty()) given[name] = json::string(row[column->second]);
    }
    const auto points = columns.at("expected_key_points");
    given["expected_key_points"] = points_of(points < row.size() ? row[points] : "");
    if (const auto added = append(questions, given, "line " + std::to_string(line + 1)); !added) return tl::unexpected(added.error());
  }
  return questions;
}

std::string write_table(const std::vector<Question>& questions) {
  auto table = csv_line({"id", "topic", "difficulty", "text", "expected_key_points"});
  for (const auto& question : questions) {
    std::string points;
    for (const auto& point : question.expected_key_points) points += (points.empty() ? "" : std::string(kBetweenPoints)) + point.text;
    table += csv_line({question.id, question.topic, std::string(name_of(question.difficulty)), question.text, points});
  }
  return table;
}

}  // namespace

Result<QuestionFormat> format_of(std::string_view name) {
  if (name == "json") return QuestionFormat::Json;
  if (name == "yaml" || name == "yml") return QuestionFormat::Yaml;
  if (name == "csv") return QuestionFormat::Csv;
  return fail(ErrorKind::Invalid, "'" + std::string(name) + "' is no format: json, yaml or csv is wanted");
}

Result<std::vector<Question>> read_questions(QuestionFormat format, std::string_view text) {
  return format == QuestionFormat::Csv ? read_table(text) : read_tree(text);
}

std::string write_questions(QuestionFormat format, const std::vector<Question>& questions) {
  if (format == QuestionFormat::Csv) return write_table(questions);
  json::array all;
  for (const auto& question : questions) all.push_back(to_json(question));
  return format == QuestionFormat::Json ? json::serialize(all) + "\n" : to_yaml(all);
}

}  // namespace codevoice::interview
