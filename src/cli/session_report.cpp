#include "cli/session_report.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <boost/json.hpp>

namespace codevoice::cli {
namespace {

namespace json = boost::json;

std::string utc(std::int64_t us) { return fmt::format("{:%Y-%m-%d %H:%M:%S}", fmt::gmtime(static_cast<std::time_t>(us / 1'000'000))); }
std::string iso(std::int64_t us) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:06}Z", fmt::gmtime(static_cast<std::time_t>(us / 1'000'000)), us % 1'000'000);
}

/// Minutes and seconds since the session began.
std::string since(const store::SessionRecord& session, std::int64_t us) {
  const auto seconds = std::max<std::int64_t>(0, us - session.started_at) / 1'000'000;
  return fmt::format("{:02}:{:02}", seconds / 60, seconds % 60);
}

json::object as_object(const store::SessionRecord& session) {
  json::object object{{"id", session.id},
                      {"room", session.room},
                      {"candidate", session.candidate_identity},
                      {"status", store::name_of(session.status)},
                      {"reason", session.reason},
                      {"started_at", iso(session.started_at)}};
  object["completed_at"] = session.completed_at ? json::value(iso(*session.completed_at)) : json::value(nullptr);
  object["total_score"] = session.total_score ? json::value(*session.total_score) : json::value(nullptr);
  return object;
}

json::object as_object(const store::TurnRow& row) {
  json::array points;
  for (const auto& point : row.turn.points) {
    points.push_back(json::object{{"id", point.key_point}, {"covered", point.covered}, {"quote", point.quote}});
  }
  json::object object{{"position", row.position},
                      {"question", row.turn.question_id},
                      {"follow_up", row.turn.is_follow_up},
                      {"ai_message", row.turn.ai_message},
                      {"user_transcript", row.turn.user_transcript},
                      {"key_points", std::move(points)},
                      {"skipped", row.turn.skipped},
                      {"not_assessable", row.turn.not_assessable}};
  object["score"] = row.score ? json::value(*row.score) : json::value(nullptr);
  object["audio_file"] = row.audio_file ? json::value(*row.audio_file) : json::value(nullptr);
  return object;
}

std::string turn_as_text(const store::TurnRow& row) {
  std::string text = fmt::format("\n{}. {}{}\n   asked: {}\n", row.position + 1, row.turn.question_id, row.turn.is_follow_up ? " (follow-up)" : "",
                                 row.turn.ai_message);
  if (row.turn.not_assessable) {
    text += "   not assessable: nothing intelligible was heard\n";
  } else if (row.turn.skipped) {
    text += "   skipped\n";
  }
  if (!row.turn.user_transcript.empty()) text += fmt::format("   said:  {}\n", row.turn.user_transcript);
  for (const auto& point : row.turn.points) {
    text += fmt::format("   {} {}{}\n", point.covered ? "covered:" : "open:   ", point.key_point,
                        point.quote.empty() ? "" : fmt::format("  \"{}\"", point.quote));
  }
  return text;
}

}  // namespace

std::string list_as_text(const std::vector<store::SessionRecord>& sessions) {
  if (sessions.empty()) return "no sessions yet\n";
  std::string text = fmt::format("{:<38}{:<21}{:<11}{:<20}{:<18}{}\n", "ID", "STARTED (UTC)", "STATUS", "ROOM", "CANDIDATE", "REASON");
  for (const auto& session : sessions) {
    text += fmt::format("{:<38}{:<21}{:<11}{:<20}{:<18}{}\n", session.id, utc(session.started_at), store::name_of(session.status), session.room,
                        session.candidate_identity, session.reason);
  }
  return text;
}

std::string list_as_json(const std::vector<store::SessionRecord>& sessions) {
  json::array array;
  for (const auto& session : sessions) array.push_back(as_object(session));
  return json::serialize(array) + "\n";
}

std::string detail_as_text(const store::SessionDetail& detail) {
  const auto& session = detail.session;
  std::string text = fmt::format("session {}\n{} in {}, {}{}, started {} UTC", session.id, session.candidate_identity, session.room,
                                 store::name_of(session.status), session.reason.empty() ? "" : " (" + session.reason + ")", utc(session.started_at));
  if (session.completed_at) text += fmt::format(", ended {} UTC", utc(*session.completed_at));
  text += "\n\nTRANSCRIPT\n";
  for (const auto& said : detail.utterances) {
    text += fmt::format("{}  {:<12} {}{}\n", since(session, said.begin_us), store::name_of(said.speaker), said.text, said.interrupted ? " —" : "");
    if (!said.raw_text.empty()) text += fmt::format("       {:<12} {}\n", "  heard as", said.raw_text);
  }
  if (!detail.turns.empty()) text += "\nQUESTIONS\n";
  for (const auto& turn : detail.turns) text += turn_as_text(turn);
  if (!detail.figures.empty()) text += "\nFIGURES (the cost is an estimate)\n";
  for (const auto& figure : detail.figures) text += fmt::format("{:<26}{:.6g}\n", figure.name, figure.value);
  return text;
}

std::string detail_as_json(const store::SessionDetail& detail) {
  auto object = as_object(detail.session);
  json::array turns, transcript;
  for (const auto& turn : detail.turns) turns.push_back(as_object(turn));
  for (const auto& said : detail.utterances) {
    transcript.push_back(json::object{{"speaker", store::name_of(said.speaker)},
                                      {"text", said.text},
                                      {"heard", said.raw_text.empty() ? said.text : said.raw_text},
                                      {"interrupted", said.interrupted},
                                      {"begin", iso(said.begin_us)},
                                      {"end", iso(said.end_us)}});
  }
  json::object figures;
  for (const auto& figure : detail.figures) figures[figure.name] = figure.value;
  object["figures"] = std::move(figures);
  object["turns"] = std::move(turns);
  object["transcript"] = std::move(transcript);
  return json::serialize(object) + "\n";
}

}  // namespace codevoice::cli
