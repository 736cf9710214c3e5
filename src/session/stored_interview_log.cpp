#include "session/stored_interview_log.hpp"

#include <mutex>

#include "base/log.hpp"
#include "pipeline/within.hpp"
#include "session/left_interviews.hpp"

namespace codevoice::session {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kMaxWaiting = 10'000;
constexpr Duration kRetry = 1s;
constexpr Duration kFlushLimit = 5s;
constexpr Duration kTakeUpLimit = 3s;  // the candidate is there and waits for a greeting
constexpr std::string_view kAnsweredTooLate = "the database answered too late, and the interview was begun anew";

using Found = std::optional<store::SessionDetail>;

/// Between the strand, which waits no longer than it may, and the store's thread: an interview is taken up for who still waits for it.
class Handing {
 public:
  /// The store's thread. False: nobody waits any more.
  bool give(Found found) {
    const std::lock_guard lock(mutex_);
    if (!given_up_) found_ = std::move(found);
    return !given_up_;
  }
  bool is_given_up() {
    const std::lock_guard lock(mutex_);
    return given_up_;
  }
  /// The strand: what was found up to now, else nothing will be.
  Found give_up() {
    const std::lock_guard lock(mutex_);
    given_up_ = true;
    return std::move(found_);
  }

 private:
  std::mutex mutex_;
  bool given_up_ = false;
  Found found_;
};

/// Whether something was looked up in time; what it was is with `handing`.
Result<bool> look_for_left(const StoredInterviewLog::Store& from, const std::string& room, const std::string& identity, std::int64_t now,
                           Handing& handing) {
  if (handing.is_given_up()) return false;
  auto found = LeftInterviews(from.database, from.holder, from.window).take_up(room, identity, now);
  if (!found) return tl::unexpected(found.error());
  if (!found->has_value()) return true;
  const auto id = (*found)->session.id;
  if (handing.give(std::move(*found))) return true;
  const auto ended = store::InterviewRepository(from.database).end_session(id, store::SessionStatus::Failed, kAnsweredTooLate, now);
  if (!ended) return tl::unexpected(ended.error());
  return false;
}

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

/// R8: a database that hangs does not keep an interview from beginning.
Awaitable<Result<Found>> StoredInterviewLog::take_up(std::string room, std::string identity) {
  const auto handing = std::make_shared<Handing>();
  std::function<Result<bool>()> job = [from = store_, room, identity, now = clock_.wall_us(), handing] {
    return look_for_left(from, room, identity, now, *handing);
  };
  const auto looked = co_await pipeline::within(clock_, kTakeUpLimit, store_.thread.run<bool>(Priority::Background, std::move(job)));
  auto found = handing->give_up();
  if (found) session_id_ = found->session.id;
  if (found || looked) co_return found;
  log::error("store.take_up_failed", {{"room", room}, {"reason", looked.error().message}});
  co_return tl::unexpected(looked.error());
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
