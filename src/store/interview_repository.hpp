// Interviews in the database: written as they go, read back whole.
// Every write is one transaction and may be repeated (same keys, same result), so a caller can retry after an error.
// Thread: that of the Database. Errors: NotFound for an unknown session; else as Database says.
#pragma once

#include "store/database.hpp"
#include "store/records.hpp"

namespace codevoice::store {

class InterviewRepository {
 public:
  explicit InterviewRepository(Database& database) : database_(database) {}

  Result<void> save_session(const SessionRecord& session);
  Result<void> save_turn(std::string_view session_id, const TurnRow& turn);
  Result<void> save_utterance(std::string_view session_id, const Utterance& utterance);
  Result<void> save_standing(std::string_view session_id, const Standing& standing);
  /// A sign of life of the session's process.
  Result<void> save_alive(std::string_view session_id, std::int64_t elapsed_ms, std::int64_t at);
  /// Those of the same name are replaced.
  Result<void> save_figures(std::string_view session_id, const std::vector<Figure>& figures);
  Result<void> end_session(std::string_view session_id, SessionStatus status, std::string_view reason, std::int64_t at);

  /// Newest first.
  Result<std::vector<SessionRecord>> list(int limit);
  /// `id` may be a prefix of at least 4 characters if only one session has it.
  Result<SessionDetail> show(std::string_view id);
  /// Those that are Started in this room, newest first.
  Result<std::vector<SessionRecord>> running_in(std::string_view room);
  /// Those that are Started and gave no sign of life since `at`.
  Result<std::vector<SessionRecord>> silent_since(std::int64_t at);
  /// The session passes from one process to another. False when it is not Started any more, or another one's already (R20).
  Result<bool> hand_over(const SessionRecord& session, std::string_view to, std::int64_t at);
  /// Failed, for `reason`, if it is still Started and that process's. False when it is not.
  Result<bool> end_left(const SessionRecord& session, std::string_view reason, std::int64_t at);

 private:
  Result<std::string> full_id(std::string_view prefix);
  Result<std::vector<SessionRecord>> select(const std::string& where, const std::string& value, int limit);
  Database& database_;
};

/// Key point verdicts as the store writes them: [{"id":…,"covered":…,"quote":…}].
std::string points_to_json(const std::vector<interview::PointVerdict>& points);
std::vector<interview::PointVerdict> points_from_json(std::string_view json);

}  // namespace codevoice::store
