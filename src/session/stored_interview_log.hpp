// An InterviewLog in the database: writes go to the store's thread in order; one that fails (locked, disk full) is tried again
// until it succeeds, and those behind it wait, so nothing is lost or out of order.
// Ownership: database and pool outlive it; the pool has one thread and is the only user of the database.
// Overflow:  10,000 waiting writes (hours of talk); past them the newest utterance is dropped and counted.
#pragma once

#include <deque>
#include <functional>
#include <memory>

#include "base/clock.hpp"
#include "base/task_group.hpp"
#include "base/worker_pool.hpp"
#include "session/interview_log.hpp"
#include "store/interview_repository.hpp"

namespace codevoice::session {

class StoredInterviewLog final : public InterviewLog {
 public:
  StoredInterviewLog(asio::any_io_executor executor, store::Database& database, WorkerPool& store_thread, Clock& clock);

  void started(const store::SessionRecord& session) override;
  void utterance(const store::Utterance& utterance) override;
  void turn(const store::TurnRow& turn) override;
  void figures(std::vector<store::Figure> figures) override;
  void snapshot(std::string json) override;
  void ended(store::SessionStatus status, std::string reason, std::int64_t wall_us) override;
  Awaitable<void> flush() override;
  std::size_t waiting() const { return queue_.size(); }

 private:
  using Write = std::function<Result<void>(store::InterviewRepository&)>;
  void add(Write write);
  Awaitable<void> write_all();

  store::Database& database_;
  WorkerPool& pool_;
  Clock& clock_;
  std::string session_id_;
  std::deque<Write> queue_;
  bool writing_ = false;
  std::uint64_t dropped_ = 0;
  TaskGroup tasks_;
};

}  // namespace codevoice::session
