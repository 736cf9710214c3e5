#include "store/interview_repository.hpp"

#include <soci/soci.h>

#include <boost/json.hpp>

#include "base/ids.hpp"

namespace codevoice::store {
namespace {

constexpr int kMost = 1000;  // running sessions looked at in one go

std::string outcome_of(const interview::TurnRecord& turn) {
  if (turn.not_assessable) return "not_assessable";
  return turn.skipped ? "skipped" : "answered";
}

SessionStatus status_from(const std::string& name) {
  if (name == "Completed") return SessionStatus::Completed;
  return name == "Failed" ? SessionStatus::Failed : SessionStatus::Started;
}

Speaker speaker_from(const std::string& name) {
  if (name == "interviewer") return Speaker::Interviewer;
  return name == "candidate" ? Speaker::Candidate : Speaker::System;
}

/// Columns of interview_sessions bound to one record.
struct SessionRow {
  SessionRecord record;
  std::string status;
  long long started = 0;
  long long completed = 0;
  long long alive = 0;
  long long elapsed = 0;
  double score = 0;
  soci::indicator completed_at = soci::i_null;
  soci::indicator score_at = soci::i_null;

  SessionRecord take() {
    SessionRecord made = record;
    made.status = status_from(status);
    made.started_at = started;
    made.alive_at = alive;
    made.elapsed_ms = elapsed;
    if (completed_at == soci::i_ok) made.completed_at = completed;
    if (score_at == soci::i_ok) made.total_score = score;
    return made;
  }
};

std::vector<TurnRow> select_turns(soci::session& sql, const std::string& id) {
  std::vector<TurnRow> turns;
  TurnRow row;
  std::string points, outcome, audio;
  int follow_up = 0;
  double score = 0;
  soci::indicator has_audio = soci::i_null, has_score = soci::i_null;
  soci::statement query =
      (sql.prepare << "SELECT position, question_id, is_follow_up, ai_message, user_transcript, key_points, outcome, audio_file, score "
                      "FROM interview_turns WHERE session_id = :id ORDER BY position",
       soci::use(id), soci::into(row.position), soci::into(row.turn.question_id), soci::into(follow_up), soci::into(row.turn.ai_message),
       soci::into(row.turn.user_transcript), soci::into(points), soci::into(outcome), soci::into(audio, has_audio), soci::into(score, has_score));
  query.execute();
  while (query.fetch()) {
    TurnRow turn = row;
    turn.turn.is_follow_up = follow_up != 0;
    turn.turn.points = points_from_json(points);
    turn.turn.skipped = outcome == "skipped";
    turn.turn.not_assessable = outcome == "not_assessable";
    if (has_audio == soci::i_ok) turn.audio_file = audio;
    if (has_score == soci::i_ok) turn.score = score;
    turns.push_back(std::move(turn));
  }
  return turns;
}

std::vector<Utterance> select_utterances(soci::session& sql, const std::string& id) {
  std::vector<Utterance> utterances;
  Utterance row;
  std::string speaker;
  int interrupted = 0;
  long long begin = 0, end = 0;
  soci::statement query = (sql.prepare << "SELECT position, speaker, text, interrupted, begin_us, end_us, raw_text FROM interview_utterances "
                                          "WHERE session_id = :id ORDER BY position",
                           soci::use(id), soci::into(row.position), soci::into(speaker), soci::into(row.text), soci::into(interrupted),
                           soci::into(begin), soci::into(end), soci::into(row.raw_text));
  query.execute();
  while (query.fetch()) {
    Utterance utterance = row;
    utterance.speaker = speaker_from(speaker);
    utterance.interrupted = interrupted != 0;
    utterance.begin_us = begin;
    utterance.end_us = end;
    utterances.push_back(std::move(utterance));
  }
  return utterances;
}

std::vector<Figure> select_figures(soci::session& sql, const std::string& id) {
  std::vector<Figure> figures;
  Figure row;
  soci::statement query = (sql.prepare << "SELECT name, value FROM interview_figures WHERE session_id = :id ORDER BY name", soci::use(id),
                           soci::into(row.name), soci::into(row.value));
  query.execute();
  while (query.fetch()) figures.push_back(row);
  return figures;
}

}  // namespace

std::string_view name_of(SessionStatus status) noexcept {
  switch (status) {
    case SessionStatus::Started: return "Started";
    case SessionStatus::Completed: return "Completed";
    case SessionStatus::Failed: return "Failed";
  }
  return "Failed";
}

std::string_view name_of(Speaker speaker) noexcept {
  switch (speaker) {
    case Speaker::Interviewer: return "interviewer";
    case Speaker::Candidate: return "candidate";
    case Speaker::System: return "system";
  }
  return "system";
}

std::string points_to_json(const std::vector<interview::PointVerdict>& points) {
  boost::json::array array;
  for (const auto& point : points) {
    array.push_back(boost::json::object{{"id", point.key_point}, {"covered", point.covered}, {"quote", point.quote}});
  }
  return boost::json::serialize(array);
}

std::vector<interview::PointVerdict> points_from_json(std::string_view text) {
  std::vector<interview::PointVerdict> points;
  boost::json::error_code error;
  const auto value = boost::json::parse(text, error);
  if (error || !value.is_array()) return points;
  for (const auto& item : value.get_array()) {
    const auto* object = item.if_object();
    const auto* id = object != nullptr ? object->if_contains("id") : nullptr;
    const auto* covered = object != nullptr ? object->if_contains("covered") : nullptr;
    const auto* quote = object != nullptr ? object->if_contains("quote") : nullptr;
    if (id == nullptr || !id->is_string()) continue;
    interview::PointVerdict point;
    point.key_point = std::string(id->get_string());
    point.covered = covered != nullptr && covered->is_bool() && covered->get_bool();
    if (quote != nullptr && quote->is_string()) point.quote = std::string(quote->get_string());
    points.push_back(std::move(point));
  }
  return points;
}

Result<void> InterviewRepository::save_session(const SessionRecord& session) {
  const auto status = std::string(name_of(session.status));
  const long long started = session.started_at, alive = session.alive_at;
  return database_.transact("saving the session", [&](soci::session& sql) {
    sql << "INSERT INTO interview_sessions (id, room, candidate_identity, status, reason, plan, snapshot, started_at, holder, alive_at) "
           "VALUES (:id, :room, :identity, :status, :reason, :plan, :snapshot, :started, :holder, :alive) "
           "ON CONFLICT (id) DO UPDATE SET candidate_identity = excluded.candidate_identity, plan = excluded.plan",
        soci::use(session.id), soci::use(session.room), soci::use(session.candidate_identity), soci::use(status), soci::use(session.reason),
        soci::use(session.plan), soci::use(session.snapshot), soci::use(started), soci::use(session.holder), soci::use(alive);
  });
}

Result<void> InterviewRepository::save_turn(std::string_view session_id, const TurnRow& row) {
  const std::string id(session_id), key = new_uuid(), points = points_to_json(row.turn.points), outcome = outcome_of(row.turn);
  const int follow_up = row.turn.is_follow_up ? 1 : 0;
  std::string audio = row.audio_file.value_or("");
  double score = row.score.value_or(0);
  auto has_audio = row.audio_file ? soci::i_ok : soci::i_null;
  auto has_score = row.score ? soci::i_ok : soci::i_null;
  return database_.transact("saving a turn", [&](soci::session& sql) {
    sql << "INSERT INTO interview_turns (id, session_id, position, question_id, is_follow_up, ai_message, user_transcript, key_points, outcome, "
           "audio_file, score) "
           "VALUES (:id, :session, :position, :question, :follow_up, :ai, :user, :points, :outcome, :audio, :score) "
           "ON CONFLICT (session_id, position) DO UPDATE SET ai_message = excluded.ai_message, user_transcript = excluded.user_transcript, "
           "key_points = excluded.key_points, outcome = excluded.outcome, audio_file = excluded.audio_file, score = excluded.score",
        soci::use(key), soci::use(id), soci::use(row.position), soci::use(row.turn.question_id), soci::use(follow_up), soci::use(row.turn.ai_message),
        soci::use(row.turn.user_transcript), soci::use(points), soci::use(outcome), soci::use(audio, has_audio), soci::use(score, has_score);
  });
}

Result<void> InterviewRepository::save_utterance(std::string_view session_id, const Utterance& utterance) {
  const std::string id(session_id), speaker(name_of(utterance.speaker));
  const int interrupted = utterance.interrupted ? 1 : 0;
  const long long begin = utterance.begin_us, end = utterance.end_us;
  return database_.transact("saving what was said", [&](soci::session& sql) {
    sql << "INSERT INTO interview_utterances (session_id, position, speaker, text, interrupted, begin_us, end_us, raw_text) "
           "VALUES (:session, :position, :speaker, :text, :interrupted, :begin, :end, :raw) ON CONFLICT (session_id, position) DO UPDATE SET "
           "text = excluded.text, raw_text = excluded.raw_text, interrupted = excluded.interrupted, end_us = excluded.end_us",
        soci::use(id), soci::use(utterance.position), soci::use(speaker), soci::use(utterance.text), soci::use(interrupted), soci::use(begin),
        soci::use(end), soci::use(utterance.raw_text);
  });
}

Result<void> InterviewRepository::save_standing(std::string_view session_id, const Standing& standing) {
  const std::string id(session_id);
  const long long elapsed = standing.elapsed_ms, at = standing.at;
  return database_.transact("saving the state of the interview", [&](soci::session& sql) {
    sql << "UPDATE interview_sessions SET snapshot = :snapshot, unfinished_answer = :unfinished, elapsed_ms = :elapsed, alive_at = :at "
           "WHERE id = :id",
        soci::use(standing.snapshot), soci::use(standing.unfinished_answer), soci::use(elapsed), soci::use(at), soci::use(id);
  });
}

Result<void> InterviewRepository::save_alive(std::string_view session_id, std::int64_t elapsed_ms, std::int64_t at) {
  const std::string id(session_id);
  const long long elapsed = elapsed_ms, when = at;
  return database_.transact("saving a sign of life", [&](soci::session& sql) {
    sql << "UPDATE interview_sessions SET elapsed_ms = :elapsed, alive_at = :at WHERE id = :id", soci::use(elapsed), soci::use(when), soci::use(id);
  });
}

Result<bool> InterviewRepository::hand_over(const SessionRecord& session, std::string_view to, std::int64_t at) {
  const std::string next(to);
  const long long when = at;
  bool is_done = false;
  const auto done = database_.transact("taking up the session", [&](soci::session& sql) {
    soci::statement update = (sql.prepare << "UPDATE interview_sessions SET holder = :next, alive_at = :at "
                                             "WHERE id = :id AND holder = :holder AND status = 'Started'",
                              soci::use(next), soci::use(when), soci::use(session.id), soci::use(session.holder));
    update.execute(true);
    is_done = update.get_affected_rows() == 1;
  });
  if (!done) return tl::unexpected(done.error());
  return is_done;
}

Result<bool> InterviewRepository::end_left(const SessionRecord& session, std::string_view reason, std::int64_t at) {
  const std::string why(reason);
  const long long when = at;
  bool is_done = false;
  const auto done = database_.transact("ending the session", [&](soci::session& sql) {
    soci::statement update = (sql.prepare << "UPDATE interview_sessions SET status = 'Failed', reason = :reason, completed_at = :at "
                                             "WHERE id = :id AND holder = :holder AND status = 'Started'",
                              soci::use(why), soci::use(when), soci::use(session.id), soci::use(session.holder));
    update.execute(true);
    is_done = update.get_affected_rows() == 1;
  });
  if (!done) return tl::unexpected(done.error());
  return is_done;
}

Result<void> InterviewRepository::save_figures(std::string_view session_id, const std::vector<Figure>& figures) {
  const std::string id(session_id);
  return database_.transact("saving what was measured", [&](soci::session& sql) {
    Figure row;
    soci::statement insert = (sql.prepare << "INSERT INTO interview_figures (session_id, name, value) VALUES (:session, :name, :value) "
                                             "ON CONFLICT (session_id, name) DO UPDATE SET value = excluded.value",
                              soci::use(id), soci::use(row.name), soci::use(row.value));
    for (const auto& figure : figures) {
      row = figure;
      insert.execute(true);
    }
  });
}

Result<void> InterviewRepository::end_session(std::string_view session_id, SessionStatus status, std::string_view reason, std::int64_t at) {
  const std::string id(session_id), name(name_of(status)), why(reason);
  const long long when = at;
  return database_.transact("ending the session", [&](soci::session& sql) {
    sql << "UPDATE interview_sessions SET status = :status, reason = :reason, completed_at = :at WHERE id = :id AND status = 'Started'",
        soci::use(name), soci::use(why), soci::use(when), soci::use(id);
  });
}

Result<std::vector<SessionRecord>> InterviewRepository::select(const std::string& where, const std::string& value, int limit) {
  std::vector<SessionRecord> sessions;
  const auto done = database_.read("reading sessions", [&](soci::session& sql) {
    SessionRow row;
    soci::statement query =
        (sql.prepare << "SELECT id, room, candidate_identity, status, reason, total_score, plan, snapshot, started_at, completed_at, "
                        "holder, alive_at, elapsed_ms, unfinished_answer FROM interview_sessions WHERE " +
                            where + " ORDER BY started_at DESC LIMIT :limit",
         soci::use(value, "value"), soci::use(limit, "limit"), soci::into(row.record.id), soci::into(row.record.room),
         soci::into(row.record.candidate_identity), soci::into(row.status), soci::into(row.record.reason), soci::into(row.score, row.score_at),
         soci::into(row.record.plan), soci::into(row.record.snapshot), soci::into(row.started), soci::into(row.completed, row.completed_at),
         soci::into(row.record.holder), soci::into(row.alive), soci::into(row.elapsed), soci::into(row.record.unfinished_answer));
    query.execute();
    while (query.fetch()) sessions.push_back(row.take());
  });
  if (!done) return tl::unexpected(done.error());
  return sessions;
}

Result<std::vector<SessionRecord>> InterviewRepository::list(int limit) { return select("id <> :value", "", limit); }

Result<std::vector<SessionRecord>> InterviewRepository::running_in(std::string_view room) {
  return select("status = 'Started' AND room = :value", std::string(room), kMost);
}

Result<std::vector<SessionRecord>> InterviewRepository::silent_since(std::int64_t at) {
  return select("status = :value AND alive_at < " + std::to_string(at), "Started", kMost);
}

Result<std::string> InterviewRepository::full_id(std::string_view prefix) {
  const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == '-'; };
  if (prefix.size() < 4 || !std::all_of(prefix.begin(), prefix.end(), is_hex)) {
    return fail(ErrorKind::Invalid, "'" + std::string(prefix) + "' is no session id (give its first 4 or more characters)");
  }
  auto found = select("id LIKE :value", std::string(prefix) + "%", 2);
  if (!found) return tl::unexpected(found.error());
  if (found->empty()) return fail(ErrorKind::NotFound, "no session " + std::string(prefix));
  if (found->size() > 1) return fail(ErrorKind::Invalid, "more than one session begins with " + std::string(prefix));
  return found->front().id;
}

Result<SessionDetail> InterviewRepository::show(std::string_view prefix) {
  const auto id = full_id(prefix);
  if (!id) return tl::unexpected(id.error());
  auto found = select("id = :value", *id, 1);
  if (!found) return tl::unexpected(found.error());
  SessionDetail detail;
  detail.session = std::move(found->front());
  const auto done = database_.read("reading the session", [&](soci::session& sql) {
    detail.turns = select_turns(sql, *id);
    detail.utterances = select_utterances(sql, *id);
    detail.figures = select_figures(sql, *id);
  });
  if (!done) return tl::unexpected(done.error());
  return detail;
}

}  // namespace codevoice::store
