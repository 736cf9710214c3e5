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
  Result<void> save_snapshot(std::string_view session_id, std::string_view snapshot);
  /// Those of the same name are replaced.
  Result<void> save_figures(std::string_view session_id, const std::vector<Figure>& figures);
  Result<void> end_session(std::string_view session_id, SessionStatus status, std::string_view reason, std::int64_t at);

  /// Newest first.
  Result<std::vector<SessionRecord>> list(int limit);
  /// `id` may be a prefix of at least 4 characters if only one session has it.
  Result<SessionDetail> show(std::string_view id);
  /// The session still Started in this room, if any.
  Result<std::optional<SessionRecord>> running_in(std::string_view room);

 private:
  Result<std::string> full_id(std::string_view prefix);
  Result<std::vector<SessionRecord>> select(const std::string& where, const std::string& value, int limit);
  Database& database_;
};

/// Key point verdicts as the store writes them: [{"id":…,"covered":…,"quote":…}].
std::string points_to_json(const std::vector<interview::PointVerdict>& points);
std::vector<interview::PointVerdict> points_from_json(std::string_view json);

}  // namespace codevoice::store
