// An InterviewLog in the database: writes go to the store's thread in order; one that fails (locked, disk full) is tried again
// until it succeeds, and those behind it wait, so nothing is lost or out of order.
// Ownership: what Store names outlives it; its thread is a pool of one, and the only user of the database.
// Overflow:  10,000 waiting writes (hours of talk); past them the newest utterance is dropped and counted.
#pragma once

#include <deque>
#include <functional>
#include <memory>

#include "base/clock.hpp"
#include "base/task_group.hpp"
#include "base/worker_pool.hpp"
#include "session/interview_log.hpp"
#include "store/holder.hpp"
#include "store/interview_repository.hpp"

namespace codevoice::session {

class StoredInterviewLog final : public InterviewLog {
 public:
  struct Store {
    store::Database& database;
    WorkerPool& thread;
    const store::Holder& holder;  // of this process
    std::chrono::seconds window;  // for a candidate whose interview's process was killed to come back
  };
  StoredInterviewLog(asio::any_io_executor executor, const Store& store, Clock& clock);

  Awaitable<Result<std::optional<store::SessionDetail>>> take_up(std::string room, std::string identity) override;
  void started(const store::SessionRecord& session) override;
  void utterance(const store::Utterance& utterance) override;
  void turn(const store::TurnRow& turn) override;
  void figures(std::vector<store::Figure> figures) override;
  void standing(std::string snapshot, std::string unfinished_answer, std::chrono::milliseconds elapsed) override;
  void alive(std::chrono::milliseconds elapsed) override;
  void ended(store::SessionStatus status, std::string reason, std::int64_t wall_us) override;
  Awaitable<void> flush() override;
  std::size_t waiting() const { return queue_.size(); }

 private:
  using Write = std::function<Result<void>(store::InterviewRepository&)>;
  void add(Write write);
  Awaitable<void> write_all();

  Store store_;
  Clock& clock_;
  std::string session_id_;
  std::deque<Write> queue_;
  bool writing_ = false;
  std::uint64_t dropped_ = 0;
  TaskGroup tasks_;
};

}  // namespace codevoice::session
