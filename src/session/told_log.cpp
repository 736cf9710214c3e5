#include "session/told_log.hpp"

#include <boost/json.hpp>

namespace codevoice::session {
namespace json = boost::json;

void ToldLog::tell(std::string type, json::object data) {
  if (!id_.empty()) listener_.on_event(id_, {std::move(type), std::move(data)});
}

Awaitable<Result<std::optional<store::SessionDetail>>> ToldLog::take_up(std::string room, std::string identity) {
  auto taken = co_await inner_.take_up(std::move(room), std::move(identity));
  if (taken && taken->has_value()) {
    id_ = (*taken)->session.id;
    tell("started", {{"taken_up", true}});
  }
  co_return taken;
}

void ToldLog::started(const store::SessionRecord& session) {
  id_ = session.id;
  inner_.started(session);
  tell("started", {{"taken_up", false}});
}

void ToldLog::utterance(const store::Utterance& utterance) {
  inner_.utterance(utterance);
  tell("line", {{"position", utterance.position},
                {"speaker", store::name_of(utterance.speaker)},
                {"text", utterance.text},
                {"interrupted", utterance.interrupted}});
}

void ToldLog::turn(const store::TurnRow& row) {
  inner_.turn(row);
  json::array points;
  for (const auto& point : row.turn.points) points.push_back(json::object{{"id", point.key_point}, {"covered", point.covered}});
  tell("turn", {{"position", row.position},
                {"question_slug", row.turn.question_id},
                {"is_follow_up", row.turn.is_follow_up},
                {"ai_message", row.turn.ai_message},
                {"user_transcript", row.turn.user_transcript},
                {"key_points", std::move(points)}});
}

void ToldLog::figures(std::vector<store::Figure> figures) {
  json::object data;
  for (const auto& figure : figures) data[figure.name] = figure.value;
  inner_.figures(std::move(figures));
  tell("figures", std::move(data));
}

void ToldLog::standing(std::string snapshot, std::string unfinished_answer, std::chrono::milliseconds elapsed) {
  inner_.standing(std::move(snapshot), std::move(unfinished_answer), elapsed);
}

void ToldLog::alive(std::chrono::milliseconds elapsed) { inner_.alive(elapsed); }

void ToldLog::ended(store::SessionStatus status, std::string reason, std::int64_t wall_us) {
  tell("ended", {{"status", store::name_of(status)}, {"reason", reason}});
  inner_.ended(status, std::move(reason), wall_us);
}

void ToldLog::live(LiveEvent event) { tell(std::move(event.type), std::move(event.data)); }

}  // namespace codevoice::session
