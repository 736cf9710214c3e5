#include "session/stored_interview_log.hpp"

#include "base/log.hpp"

namespace codevoice::session {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kMaxWaiting = 10'000;
constexpr Duration kRetry = 1s;
constexpr Duration kFlushLimit = 5s;

}  // namespace

StoredInterviewLog::StoredInterviewLog(asio::any_io_executor executor, store::Database& database, WorkerPool& store_thread, Clock& clock)
    : database_(database), pool_(store_thread), clock_(clock), tasks_(std::move(executor), "interview_log") {}

void StoredInterviewLog::add(Write write) {
  if (queue_.size() >= kMaxWaiting) {
    if (++dropped_ == 1) log::error("store.overflow", {{"session", session_id_}});
    return;
  }
  queue_.push_back(std::move(write));
  if (writing_) return;
  writing_ = true;
  tasks_.spawn("write", write_all());
}

Awaitable<void> StoredInterviewLog::write_all() {
  bool told = false;
  while (!queue_.empty()) {
    std::function<Result<bool>()> job = [&database = database_, write = queue_.front()]() -> Result<bool> {
      store::InterviewRepository interviews(database);
      const auto written = write(interviews);
      if (!written) return tl::unexpected(written.error());
      return true;
    };
    const auto done = co_await pool_.run<bool>(Priority::Background, std::move(job));
    if (done) {
      queue_.pop_front();
      told = false;
      continue;
    }
    if (done.error().kind == ErrorKind::Cancelled) break;
    if (!std::exchange(told, true))
      log::error("store.write_failed", {{"session", session_id_}, {"waiting", queue_.size()}, {"reason", done.error().message}});
    co_await clock_.sleep_for(kRetry);
    const auto cancelled = (co_await asio::this_coro::cancellation_state).cancelled();
    if (cancelled != asio::cancellation_type::none) break;
  }
  writing_ = false;
}

void StoredInterviewLog::started(const store::SessionRecord& session) {
  session_id_ = session.id;
  add([session](store::InterviewRepository& interviews) -> Result<void> {
    // an interview that a killed process left open in this room ends here
    const auto left = interviews.running_in(session.room);
    if (left && left->has_value() && (*left)->id != session.id) {
      const auto ended =
          interviews.end_session((*left)->id, store::SessionStatus::Failed, "the interviewer stopped unexpectedly", session.started_at);
      if (!ended) return ended;
    }
    return interviews.save_session(session);
  });
}

void StoredInterviewLog::utterance(const store::Utterance& utterance) {
  add([id = session_id_, utterance](store::InterviewRepository& interviews) { return interviews.save_utterance(id, utterance); });
}

void StoredInterviewLog::turn(const store::TurnRow& turn) {
  add([id = session_id_, turn](store::InterviewRepository& interviews) { return interviews.save_turn(id, turn); });
}

void StoredInterviewLog::figures(std::vector<store::Figure> figures) {
  add([id = session_id_, figures = std::move(figures)](store::InterviewRepository& interviews) { return interviews.save_figures(id, figures); });
}

void StoredInterviewLog::snapshot(std::string json) {
  add([id = session_id_, json = std::move(json)](store::InterviewRepository& interviews) { return interviews.save_snapshot(id, json); });
}

void StoredInterviewLog::ended(store::SessionStatus status, std::string reason, std::int64_t wall_us) {
  add([id = session_id_, status, reason = std::move(reason), wall_us](store::InterviewRepository& interviews) {
    return interviews.end_session(id, status, reason, wall_us);
  });
}

Awaitable<void> StoredInterviewLog::flush() {
  const auto limit = clock_.now() + kFlushLimit;
  while (!queue_.empty() && clock_.now() < limit) co_await clock_.sleep_for(10ms);
  if (!queue_.empty()) log::error("store.not_written", {{"session", session_id_}, {"lost", queue_.size()}});
  co_await tasks_.close();
}

}  // namespace codevoice::session
