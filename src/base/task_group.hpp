// Owns the coroutines spawned for one purpose: nothing in the project runs detached.
// Ownership: tasks may refer to what outlives the group; call `co_await group.close()` before those things go.
// Thread:    one executor (a strand or a single-threaded io_context); every call on it.
// Errors:    a task that throws is logged once as task.failed; the others go on.
#pragma once

#include <boost/asio/cancellation_signal.hpp>
#include <list>
#include <memory>
#include <string>
#include <string_view>

#include "base/asio.hpp"

namespace codevoice {

class TaskGroup {
 public:
  TaskGroup(asio::any_io_executor executor, std::string_view name);
  ~TaskGroup();  // cancels what still runs; does not wait
  TaskGroup(const TaskGroup&) = delete;
  TaskGroup& operator=(const TaskGroup&) = delete;

  /// Starts `task` at once. `name` appears in logs. After close() the task is dropped unstarted.
  void spawn(std::string_view name, Awaitable<void> task);
  /// Asks every running task to stop.
  void cancel();
  /// Cancels all and returns when all have ended. No task can be spawned any more.
  Awaitable<void> close();
  /// Returns when no task is running (without cancelling).
  Awaitable<void> join();
  std::size_t size() const;
  asio::any_io_executor executor() const { return executor_; }

 private:
  struct State;
  asio::any_io_executor executor_;
  std::shared_ptr<State> state_;
};

}  // namespace codevoice
