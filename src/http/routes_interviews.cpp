// Interviews: create, list, cancel, stop.
// untested: through api_interviews_test.cpp
#include <boost/json.hpp>

#include "base/crypto.hpp"
#include "http/api.hpp"
#include "http/api_values.hpp"
#include "http/interview_access.hpp"
#include "http/interview_planning.hpp"
#include "interview/plan_json.hpp"
#include "store/template_repository.hpp"
#include "store/user_repository.hpp"

namespace codevoice::http {
namespace {

namespace json = boost::json;

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
  store::InterviewFilter filter;
  filter.status = std::string(call.http.query_value("status").value_or(""));
  const auto& user = call.caller->user;
  if (user.role == store::Role::Interviewer) filter.owner_id = user.id;
  if (user.role == store::Role::Candidate) filter.candidate_id = user.id;
  const auto shown = [&](const store::PlannedInterview& one) { return shown_to(call, interview_to_json(one)); };
  const auto read = [&](const store::PageOf& page) { return store::PlannedInterviewRepository(call.database).list(filter, page); };
  return answer_page(call, read, shown, [](const auto& one) { return store::Place{one.created_at, one.id}; });
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
  };
}

}  // namespace codevoice::http
