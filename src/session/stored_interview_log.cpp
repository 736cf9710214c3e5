#include "session/stored_interview_log.hpp"

#include "base/log.hpp"
#include "session/left_interviews.hpp"

namespace codevoice::session {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kMaxWaiting = 10'000;
constexpr Duration kRetry = 1s;
constexpr Duration kFlushLimit = 5s;

}  // namespace

StoredInterviewLog::StoredInterviewLog(asio::any_io_executor executor, const Store& store, Clock& clock)
    : store_(store), clock_(clock), tasks_(std::move(executor), "interview_log") {}

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
    std::function<Result<bool>()> job = [&database = store_.database, write = queue_.front()]() -> Result<bool> {
      store::InterviewRepository interviews(database);
      const auto written = write(interviews);
      if (!written) return tl::unexpected(written.error());
      return true;
    };
    const auto done = co_await store_.thread.run<bool>(Priority::Background, std::move(job));
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

Awaitable<std::optional<store::SessionDetail>> StoredInterviewLog::take_up(std::string room, std::string identity) {
  using Found = std::optional<store::SessionDetail>;
  std::function<Result<Found>()> job = [from = store_, room, identity, now = clock_.wall_us()] {
    return LeftInterviews(from.database, from.holder, from.window).take_up(room, identity, now);
  };
  auto found = co_await store_.thread.run<Found>(Priority::Background, std::move(job));
  if (!found) {
    log::error("store.take_up_failed", {{"room", room}, {"reason", found.error().message}});
    co_return Found{};
  }
  if (*found) session_id_ = (*found)->session.id;
  co_return std::move(*found);
}

void StoredInterviewLog::started(const store::SessionRecord& session) {
  session_id_ = session.id;
  auto record = session;
  record.holder = store_.holder.id();
  record.alive_at = clock_.wall_us();
  add([record = std::move(record)](store::InterviewRepository& interviews) { return interviews.save_session(record); });
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

void StoredInterviewLog::standing(std::string snapshot, std::string unfinished_answer, std::chrono::milliseconds elapsed) {
  store::Standing standing{std::move(snapshot), std::move(unfinished_answer), elapsed.count(), clock_.wall_us()};
  add([id = session_id_, standing = std::move(standing)](store::InterviewRepository& interviews) { return interviews.save_standing(id, standing); });
}

void StoredInterviewLog::alive(std::chrono::milliseconds elapsed) {
  if (!queue_.empty()) return;  // the store is slow: what waits is more than this, and the next sign comes soon
  add([id = session_id_, elapsed = elapsed.count(), now = clock_.wall_us()](store::InterviewRepository& interviews) {
    return interviews.save_alive(id, elapsed, now);
  });
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
