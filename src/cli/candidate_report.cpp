#include "cli/candidate_report.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <cmath>

namespace codevoice::cli {
namespace {

using Kind = CandidateEvent::Kind;

std::int64_t ms(Duration length) { return std::chrono::duration_cast<std::chrono::milliseconds>(length).count(); }

std::string as_json(const CandidateEvent& event, int session) {
  boost::json::object object{{"session", session}};
  switch (event.kind) {
    case Kind::Joined:
      object["event"] = "joined";
      object["sid"] = event.text;
      break;
    case Kind::Rejoined:
      object["event"] = "rejoined";
      object["sid"] = event.text;
      break;
    case Kind::Welcome:
      object["event"] = "welcome";
      object["delay_ms"] = ms(event.delay);
      break;
    case Kind::Mishap:
      object["event"] = "mishap";
      object["turn"] = event.turn;
      object["kind"] = event.text;
      break;
    case Kind::AgentState:
      object["event"] = "agent_state";
      object["state"] = event.text;
      break;
    case Kind::Caption:
      object["event"] = "caption";
      object["side"] = event.from_bot ? "interviewer" : "candidate";
      object["text"] = event.text;
      object["final"] = event.final;
      break;
    case Kind::Reply:
      object["event"] = "reply";
      object["turn"] = event.turn;
      object["delay_ms"] = ms(event.delay);
      if (!event.text.empty()) object["mishap"] = event.text;
      break;
    case Kind::DependentReply:
      object["event"] = "dependent_reply";
      object["turn"] = event.turn;
      object["delay_ms"] = ms(event.delay);
      break;
    case Kind::Gap:
      object["event"] = "gap";
      object["turn"] = event.turn;
      object["gap_ms"] = ms(event.delay);
      if (!event.text.empty()) object["mishap"] = event.text;
      break;
    case Kind::InterviewerLeft:
      object["event"] = "interviewer_left";
      object["turn"] = event.turn;
      break;
    case Kind::Failure:
      object["event"] = "failure";
      object["turn"] = event.turn;
      object["what"] = event.text;
      break;
    case Kind::Ended: object["event"] = "ended"; break;
  }
  return boost::json::serialize(object) + "\n";
}

std::string as_text(const CandidateEvent& event) {
  switch (event.kind) {
    case Kind::Joined: return "joined as " + event.text + "\n";
    case Kind::Rejoined: return "joined again as " + event.text + "\n";
    case Kind::Welcome: return fmt::format("             welcomed back after {} ms\n", ms(event.delay));
    case Kind::Mishap: return "             mishap: " + event.text + "\n";
    case Kind::AgentState: return "";
    case Kind::Caption: return event.final ? fmt::format("{:<12} {}\n", event.from_bot ? "interviewer" : "candidate", event.text) : "";
    case Kind::Reply: return fmt::format("             reply after {} ms\n", ms(event.delay));
    case Kind::DependentReply: return fmt::format("             on the answer itself after {} ms\n", ms(event.delay));
    case Kind::Gap: return fmt::format("             silent for {} ms in between\n", ms(event.delay));
    case Kind::InterviewerLeft: return "             the interviewer left; waiting for another\n";
    case Kind::Failure: return fmt::format("FAILED       {} (answer {})\n", event.text, event.turn);
    case Kind::Ended: return "left\n";
  }
  return "";
}

}  // namespace

std::string render(const CandidateEvent& event, int session, ReportFormat format) {
  if (format == ReportFormat::Json) return as_json(event, session);
  const auto line = as_text(event);
  return line.empty() || session == 0 ? line : fmt::format("[{}] {}", session, line);
}

void CandidateSummary::add(const CandidateEvent& event) {
  if (event.kind == Kind::Joined) ++sessions;
  if (event.kind == Kind::Failure) ++failures;
  if (event.kind == Kind::Reply) delays.push_back(event.delay);
}

Duration CandidateSummary::percentile(double share) const {
  if (delays.empty()) return {};
  auto sorted = delays;
  std::sort(sorted.begin(), sorted.end());
  const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(sorted.size())));
  return sorted[std::clamp<std::size_t>(rank, 1, sorted.size()) - 1];
}

std::string CandidateSummary::render(ReportFormat format) const {
  const auto p50 = ms(percentile(0.5)), p95 = ms(percentile(0.95));
  if (format == ReportFormat::Text) {
    return fmt::format("{} session{}, {} replies, p50 {} ms, p95 {} ms, {} failures\n", sessions, sessions == 1 ? "" : "s", delays.size(), p50, p95,
                       failures);
  }
  const boost::json::object object{{"event", "summary"}, {"sessions", sessions}, {"turns", delays.size()},
                                   {"p50_ms", p50},      {"p95_ms", p95},        {"failures", failures}};
  return boost::json::serialize(object) + "\n";
}

}  // namespace codevoice::cli
