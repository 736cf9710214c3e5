// What is on record of an interview: turns and transcript.
// untested: through api_interviews_test.cpp
#include <boost/json.hpp>

#include "http/api_values.hpp"
#include "http/interview_access.hpp"
#include "http/transcript_files.hpp"
#include "store/interview_repository.hpp"
#include "store/question_repository.hpp"

namespace codevoice::http {
namespace {

namespace json = boost::json;

/// Empty before the interview has begun.
tl::expected<store::SessionDetail, Problem> detail_of(ApiRequest& call) {
  const auto one = interview_of(call, Needs::Reviewing);
  if (!one) return tl::unexpected(one.error());
  if (!one->session) return store::SessionDetail{};
  auto shown = store::InterviewRepository(call.database).show(one->id);
  if (!shown) return tl::unexpected(problem_of(shown.error()));
  return std::move(*shown);
}

Outcome list_turns(ApiRequest& call) {
  const auto detail = detail_of(call);
  if (!detail) return refuse(detail.error());
  json::array turns;
  for (const auto& row : detail->turns) {
    json::array points;
    for (const auto& point : row.turn.points)
      points.push_back(json::object{{"id", point.key_point}, {"covered", point.covered}, {"quote", point.quote}});
    json::object turn{{"position", row.position},
                      {"question_id", store::question_uuid(row.turn.question_id)},
                      {"question_slug", row.turn.question_id},
                      {"is_follow_up", row.turn.is_follow_up},
                      {"ai_message", row.turn.ai_message},
                      {"user_transcript", row.turn.user_transcript},
                      {"key_points", std::move(points)},
                      {"skipped", row.turn.skipped},
                      {"not_assessable", row.turn.not_assessable}};
    turn["audio_file"] = text_or_null(row.audio_file.value_or(""));
    turn["score"] = nullptr;
    if (row.score) turn["score"] = *row.score;
    turns.push_back(std::move(turn));
  }
  return Answer{200, json::object{{"items", std::move(turns)}}};
}

Outcome get_transcript(ApiRequest& call) {
  const auto detail = detail_of(call);
  if (!detail) return refuse(detail.error());
  json::array lines;
  for (const auto& one : detail->utterances) {
    lines.push_back(json::object{{"position", one.position},
                                 {"speaker", store::name_of(one.speaker)},
                                 {"text", one.text},
                                 {"raw_text", one.raw_text.empty() ? one.text : one.raw_text},
                                 {"interrupted", one.interrupted},
                                 {"begin", time_text(one.begin_us)},
                                 {"end", time_text(one.end_us)}});
  }
  return Answer{200, json::object{{"items", std::move(lines)}}};
}

Outcome export_transcript(ApiRequest& call) {
  const auto name = std::string(call.http.query_value("format").value_or("txt"));
  const auto format = transcript_format_of(name);
  if (!format) return refuse(format.error());
  auto detail = detail_of(call);
  if (!detail) return refuse(detail.error());
  if (detail->session.id.empty()) detail->session.id = call.path.at("id");
  Answer answer;
  answer.raw = write_transcript(*format, *detail);
  answer.content_type = media_type_of(*format);
  answer.headers = {{"Content-Disposition", "attachment; filename=\"transcript." + name + "\""}};
  return answer;
}

constexpr auto kFormats = R"({"type":"string","enum":["txt","md","json","vtt","srt"],"default":"txt"})";
constexpr auto kFileTypes = "application/json text/plain text/markdown text/vtt application/x-subrip";

}  // namespace

std::vector<Route> record_routes() {
  const auto who = Access::Interviewer;
  return {
      {"GET",
       "/interviews/{id}/turns",
       "listTurns",
       "records",
       "Questions, answers, and the key points heard",
       who,
       "interviews:read",
       "",
       "TurnList",
       200,
       {},
       &list_turns},
      {"GET",
       "/interviews/{id}/transcript",
       "getTranscript",
       "records",
       "All that was said",
       who,
       "interviews:read",
       "",
       "Transcript",
       200,
       {},
       &get_transcript},
      {"GET",
       "/interviews/{id}/transcript/export",
       "exportTranscript",
       "records",
       "All that was said, as a file",
       who,
       "interviews:read",
       "",
       "TranscriptFile",
       200,
       {{"format", kFormats, "Of the file."}},
       &export_transcript,
       kFileTypes},
  };
}

}  // namespace codevoice::http
