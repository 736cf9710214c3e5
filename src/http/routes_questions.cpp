// The question bank: list, read, write, import, export.
// untested: through api_questions_test.cpp
#include <boost/json.hpp>

#include "http/api.hpp"
#include "http/api_values.hpp"
#include "interview/question_files.hpp"
#include "interview/question_json.hpp"
#include "store/question_repository.hpp"

namespace codevoice::http {
namespace {

namespace json = boost::json;

constexpr int kMostExported = 10'000;

json::object question_to_json(const store::StoredQuestion& stored) {
  auto shown = interview::to_json(stored.question);
  shown["slug"] = shown["id"];
  shown["id"] = json::string(stored.uuid);
  shown["is_active"] = stored.is_active;
  shown["is_packaged"] = stored.is_packaged;
  shown["created_at"] = time_text(stored.created_at);
  shown["updated_at"] = time_text(stored.updated_at);
  return shown;
}

/// The question's own fields of a body: without what the API adds to them.
json::object question_fields(json::object body) {
  for (const auto* name : {"id", "slug", "is_active", "is_packaged", "created_at", "updated_at"}) body.erase(name);
  return body;
}

tl::expected<store::StoredQuestion, Problem> question_of(const ApiRequest& call) {
  auto found = store::QuestionRepository(call.database).find(call.path.at("id"));
  if (!found) return tl::unexpected(problem_of(found.error()));
  if (!*found) return tl::unexpected(not_found());
  return std::move(**found);
}

store::QuestionFilter filter_of(const ApiRequest& call) {
  const auto value = [&](std::string_view name) { return std::string(call.http.query_value(name).value_or("")); };
  store::QuestionFilter filter{value("topic"), value("difficulty"), value("q")};
  if (const auto active = call.http.query_value("is_active")) filter.is_active = *active == "true";
  return filter;
}

Outcome list_questions(ApiRequest& call) {
  const auto read = [&](const store::PageOf& page) { return store::QuestionRepository(call.database).list(filter_of(call), page); };
  return answer_page(call, read, question_to_json, [](const auto& one) { return store::Place{one.created_at, one.uuid}; });
}

/// An id of its text that no other question has.
std::string free_id(const ApiRequest& call, const std::string& text) {
  auto id = interview::slug_of(text);
  if (id.empty()) id = "question";
  return id + "-" + call.new_id.substr(0, 8);
}

Outcome create_question(ApiRequest& call) {
  const auto& body = call.object();
  auto id = text_in(body, "slug");
  if (id.empty()) id = free_id(call, text_in(body, "text"));
  auto question = interview::question_from_json(question_fields(body), id);
  if (!question) return refuse(question.error());
  const store::StoredQuestion stored{store::question_uuid(id), std::move(*question), flag_in(body, "is_active", true), false, call.now, call.now};
  store::QuestionRepository questions(call.database);
  if (const auto added = questions.add(stored); !added) {
    if (added.error().kind == ErrorKind::Conflict) return refuse(Problem{409, "taken", "that slug is in use"});
    return refuse(added.error());
  }
  if (const auto noted = audit(call, "question.created", "question", stored.uuid, id); !noted) return refuse(noted.error());
  return Answer{201, question_to_json(stored), {{"Location", std::string(kApiPrefix) + "/questions/" + stored.uuid}}};
}

Outcome get_question(ApiRequest& call) {
  const auto question = question_of(call);
  if (!question) return refuse(question.error());
  return Answer{200, question_to_json(*question)};
}

Outcome change_question(ApiRequest& call) {
  auto stored = question_of(call);
  if (!stored) return refuse(stored.error());
  const auto& body = call.object();
  auto fields = interview::to_json(stored->question);
  for (const auto& [name, value] : question_fields(body)) fields[name] = value;
  auto question = interview::question_from_json(fields, stored->question.id);
  if (!question) return refuse(question.error());
  stored->question = std::move(*question);
  stored->is_active = flag_in(body, "is_active", stored->is_active);
  stored->is_packaged = false;
  stored->updated_at = call.now;
  if (const auto saved = store::QuestionRepository(call.database).update(*stored); !saved) return refuse(saved.error());
  if (const auto noted = audit(call, "question.changed", "question", stored->uuid, stored->question.id); !noted) return refuse(noted.error());
  return Answer{200, question_to_json(*stored)};
}

Outcome delete_question(ApiRequest& call) {
  const auto removed = store::QuestionRepository(call.database).remove(call.path.at("id"));
  if (!removed) return refuse(removed.error());
  if (!*removed) return refuse(not_found());
  if (const auto noted = audit(call, "question.deleted", "question", call.path.at("id")); !noted) return refuse(noted.error());
  return Answer{204};
}

std::string_view type_of(interview::QuestionFormat format) {
  switch (format) {
    case interview::QuestionFormat::Json: return "application/json";
    case interview::QuestionFormat::Yaml: return "application/yaml";
    case interview::QuestionFormat::Csv: return "text/csv; charset=utf-8";
  }
  return "text/plain";
}

Outcome export_questions(ApiRequest& call) {
  const auto format = interview::format_of(call.http.query_value("format").value_or("json"));
  if (!format) return refuse(format.error());
  const auto stored = store::QuestionRepository(call.database).list(filter_of(call), store::PageOf{kMostExported});
  if (!stored) return refuse(stored.error());
  std::vector<interview::Question> questions;
  for (const auto& one : *stored) questions.push_back(one.question);
  Answer answer;
  answer.raw = interview::write_questions(*format, questions);
  answer.content_type = type_of(*format);
  answer.headers = {
      {"Content-Disposition", "attachment; filename=\"questions." + std::string(call.http.query_value("format").value_or("json")) + "\""}};
  return answer;
}

Outcome import_questions(ApiRequest& call) {
  const auto format = interview::format_of(text_in(call.object(), "format"));
  if (!format) return refuse(format.error());
  const auto read = interview::read_questions(*format, text_in(call.object(), "content"));
  if (!read) return refuse(Problem{422, "unprocessable", read.error().message, {{"/content", read.error().message}}});
  const auto added = store::QuestionRepository(call.database).save_all(*read, call.now);
  if (!added) return refuse(added.error());
  const auto count = static_cast<int>(read->size());
  if (const auto noted = audit(call, "questions.imported", "question", "", std::to_string(count)); !noted) return refuse(noted.error());
  return Answer{200, json::object{{"created", *added}, {"changed", count - *added}}};
}

std::vector<QueryParameter> filters(bool with_pages) {
  auto query = with_pages ? page_query() : std::vector<QueryParameter>{};
  query.push_back({"topic", R"({"type":"string","minLength":1,"maxLength":80})", "Only this topic."});
  query.push_back({"difficulty", R"({"type":"string","enum":["EASY","MEDIUM","HARD"]})", "Only this difficulty."});
  query.push_back({"q", R"({"type":"string","minLength":1,"maxLength":200})", "Part of the text."});
  query.push_back({"is_active", R"({"type":"boolean"})", "Only those that are asked, or only those that are not."});
  if (!with_pages) query.push_back({"format", R"({"type":"string","enum":["json","yaml","csv"],"default":"json"})", "Of the file."});
  return query;
}

}  // namespace

std::vector<Route> question_routes() {
  const auto interviewer = Access::Interviewer;
  return {
      {"GET", "/questions", "listQuestions", "questions", "The bank, newest first", interviewer, "questions:read", "", "QuestionPage", 200,
       filters(true), &list_questions},
      {"POST",
       "/questions",
       "createQuestion",
       "questions",
       "Add a question",
       interviewer,
       "questions:write",
       "NewQuestion",
       "Question",
       201,
       {},
       &create_question},
      {"GET", "/questions/export", "exportQuestions", "questions", "The bank as a file", interviewer, "questions:read", "", "QuestionFile", 200,
       filters(false), &export_questions, "application/json application/yaml text/csv"},
      {"POST",
       "/questions/import",
       "importQuestions",
       "questions",
       "Add and replace questions by a file, all or none",
       interviewer,
       "questions:write",
       "QuestionImport",
       "QuestionImported",
       200,
       {},
       &import_questions},
      {"GET", "/questions/{id}", "getQuestion", "questions", "One question", interviewer, "questions:read", "", "Question", 200, {}, &get_question},
      {"PATCH",
       "/questions/{id}",
       "changeQuestion",
       "questions",
       "Change what is given",
       interviewer,
       "questions:write",
       "QuestionChange",
       "Question",
       200,
       {},
       &change_question},
      {"DELETE",
       "/questions/{id}",
       "deleteQuestion",
       "questions",
       "Delete a question; records of interviews keep its words",
       interviewer,
       "questions:write",
       "",
       "",
       204,
       {},
       &delete_question},
  };
}

}  // namespace codevoice::http
