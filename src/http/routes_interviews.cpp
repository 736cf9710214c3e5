// Interviews: create, list, cancel, stop, and what was said.
// untested: through api_interviews_test.cpp
#include <boost/json.hpp>

#include "base/crypto.hpp"
#include "http/api.hpp"
#include "http/api_values.hpp"
#include "http/interview_access.hpp"
#include "http/interview_planning.hpp"
#include "interview/plan_json.hpp"
#include "store/interview_repository.hpp"
#include "store/question_repository.hpp"
#include "store/template_repository.hpp"
#include "store/user_repository.hpp"

namespace codevoice::http {
namespace {

namespace json = boost::json;

json::value text_or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(json::string(text)); }

json::object interview_to_json(const store::PlannedInterview& one) {
  const auto& session = one.session;
  json::object shown{{"id", one.id},
                     {"status", one.status()},
                     {"template_id", text_or_null(one.template_id)},
                     {"candidate_id", text_or_null(one.candidate_id)},
                     {"candidate_name", one.candidate_name},
                     {"candidate_email", one.candidate_email},
                     {"room", one.room},
                     {"settings", json::parse(one.settings)},
                     {"scheduled_at", time_or_null(one.scheduled_at)},
                     {"created_at", time_text(one.created_at)},
                     {"cancelled_at", time_or_null(one.cancelled_at)}};
  shown["started_at"] = session ? json::value(json::string(time_text(session->started_at))) : json::value(nullptr);
  shown["completed_at"] = time_or_null(session ? session->completed_at : std::nullopt);
  shown["reason"] = text_or_null(session ? session->reason : std::string());
  shown["total_score"] = nullptr;
  if (session && session->total_score) shown["total_score"] = *session->total_score;
  return shown;
}

/// The settings asked for: the template's, and over them the body's own.
tl::expected<json::object, Problem> settings_of(ApiRequest& call, const std::string& template_id) {
  json::object settings;
  if (!template_id.empty()) {
    const auto found = store::TemplateRepository(call.database).find(template_id);
    if (!found) return tl::unexpected(problem_of(found.error()));
    if (!*found) return tl::unexpected(Problem{422, "unprocessable", "there is no such template", {{"/template_id", "is not known"}}});
    settings = json::parse((*found)->settings).get_object();
  }
  if (const auto* own = call.object().if_contains("settings")) {
    for (const auto& [name, value] : own->get_object()) settings[name] = value;
  }
  return settings;
}

tl::expected<void, Problem> check_candidate(ApiRequest& call, const std::string& id) {
  if (id.empty()) return {};
  const auto found = store::UserRepository(call.database).find(id);
  if (!found) return tl::unexpected(problem_of(found.error()));
  if (!*found) return tl::unexpected(Problem{422, "unprocessable", "there is no such user", {{"/candidate_id", "is not known"}}});
  return {};
}

Outcome create_interview(ApiRequest& call) {
  const auto& body = call.object();
  store::PlannedInterview made;
  made.id = call.new_id;
  made.owner_id = call.caller->user.id;
  made.template_id = text_in(body, "template_id");
  made.candidate_id = text_in(body, "candidate_id");
  made.candidate_name = text_in(body, "candidate_name");
  made.candidate_email = text_in(body, "candidate_email");
  made.room = std::string(kInterviewRooms) + crypto::random_text(22);
  made.created_at = call.now;
  if (const auto text = text_in(body, "scheduled_at"); !text.empty()) {
    made.scheduled_at = time_of(text);
    if (!made.scheduled_at)
      return refuse(
          Problem{422, "unprocessable", "a time from 1970 on is wanted, such as 2026-12-01T09:30:00Z", {{"/scheduled_at", "is no such time"}}});
  }
  if (const auto known = check_candidate(call, made.candidate_id); !known) return refuse(known.error());
  const auto settings = settings_of(call, made.template_id);
  if (!settings) return refuse(settings.error());
  const auto plan = plan_interview(call.database, *settings);
  if (!plan) return refuse(plan.error());
  made.settings = json::serialize(*settings);
  made.plan = interview::whole_plan_to_json(*plan);
  if (const auto added = store::PlannedInterviewRepository(call.database).add(made); !added) return refuse(added.error());
  if (const auto noted = audit(call, "interview.created", "interview", made.id); !noted) return refuse(noted.error());
  return Answer{201, interview_to_json(made), {{"Location", std::string(kApiPrefix) + "/interviews/" + made.id}}};
}

Outcome list_interviews(ApiRequest& call) {
  const auto page = page_of(call);
  if (!page) return refuse(page.error());
  store::InterviewFilter filter;
  filter.status = std::string(call.http.query_value("status").value_or(""));
  const auto& user = call.caller->user;
  if (user.role == store::Role::Interviewer) filter.owner_id = user.id;
  if (user.role == store::Role::Candidate) filter.candidate_id = user.id;
  const auto interviews = store::PlannedInterviewRepository(call.database).list(filter, *page);
  if (!interviews) return refuse(interviews.error());
  json::array items;
  for (const auto& one : *interviews) items.push_back(shown_to(call, interview_to_json(one)));
  std::optional<store::Place> last;
  if (!interviews->empty()) last = store::Place{interviews->back().created_at, interviews->back().id};
  return Answer{200, page_to_json(std::move(items), *page, last)};
}

Outcome get_interview(ApiRequest& call) {
  const auto one = interview_of(call, Needs::Seeing);
  if (!one) return refuse(one.error());
  return Answer{200, shown_to(call, interview_to_json(*one))};
}

Outcome cancel_interview(ApiRequest& call) {
  const auto one = interview_of(call, Needs::Running);
  if (!one) return refuse(one.error());
  const auto done = store::PlannedInterviewRepository(call.database).cancel(one->id, call.now);
  if (!done) return refuse(done.error());
  if (!*done) return refuse(Problem{409, "not_scheduled", "only an interview that has not begun can be cancelled; it is " + one->status()});
  if (const auto noted = audit(call, "interview.cancelled", "interview", one->id); !noted) return refuse(noted.error());
  const auto now = interview_of(call, Needs::Running);
  if (!now) return refuse(now.error());
  return Answer{200, interview_to_json(*now)};
}

Outcome stop_interview(ApiRequest& call) {
  const auto one = interview_of(call, Needs::Running);
  if (!one) return refuse(one.error());
  if (one->status() != "Started") return refuse(Problem{409, "not_running", "only an interview that runs can be stopped; it is " + one->status()});
  if (call.config.control == nullptr) return refuse(Problem{409, "not_running_here", "it does not run in this process"});
  const auto stopped = call.config.control->stop(one->room, "stopped by " + call.caller->user.username);
  if (!stopped && stopped.error().kind == ErrorKind::NotFound) return refuse(Problem{409, "not_running_here", stopped.error().message});
  if (!stopped) return refuse(stopped.error());
  if (const auto noted = audit(call, "interview.stopped", "interview", one->id); !noted) return refuse(noted.error());
  return Answer{202, shown_to(call, interview_to_json(*one))};
}

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

std::vector<QueryParameter> filters() {
  auto query = page_query();
  query.push_back({"status", R"({"type":"string","enum":["scheduled","cancelled","Started","Completed","Failed"]})", "Only these."});
  return query;
}

}  // namespace

std::vector<Route> interview_routes() {
  const auto interviewer = Access::Interviewer, anybody = Access::SignedIn;
  return {
      {"GET", "/interviews", "listInterviews", "interviews", "Interviews, newest first: one's own; an administrator's are all", anybody,
       "interviews:read", "", "InterviewPage", 200, filters(), &list_interviews},
      {"POST",
       "/interviews",
       "createInterview",
       "interviews",
       "Create an interview: its questions are chosen now",
       interviewer,
       "interviews:write",
       "NewInterview",
       "Interview",
       201,
       {},
       &create_interview},
      {"GET",
       "/interviews/{id}",
       "getInterview",
       "interviews",
       "One interview",
       anybody,
       "interviews:read",
       "",
       "Interview",
       200,
       {},
       &get_interview},
      {"POST",
       "/interviews/{id}/cancel",
       "cancelInterview",
       "interviews",
       "Call off an interview that has not begun",
       interviewer,
       "interviews:write",
       "",
       "Interview",
       200,
       {},
       &cancel_interview},
      {"POST",
       "/interviews/{id}/stop",
       "stopInterview",
       "interviews",
       "End an interview that runs",
       interviewer,
       "interviews:write",
       "",
       "Interview",
       202,
       {},
       &stop_interview},
      {"GET",
       "/interviews/{id}/turns",
       "listTurns",
       "interviews",
       "Questions, answers, and the key points heard",
       interviewer,
       "interviews:read",
       "",
       "TurnList",
       200,
       {},
       &list_turns},
      {"GET",
       "/interviews/{id}/transcript",
       "getTranscript",
       "interviews",
       "All that was said",
       interviewer,
       "interviews:read",
       "",
       "Transcript",
       200,
       {},
       &get_transcript},
  };
}

}  // namespace codevoice::http
