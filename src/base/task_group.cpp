#include "base/task_group.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>
#include <exception>

#include "base/log.hpp"

namespace codevoice {

struct TaskGroup::State {
  struct Entry {
    std::string name;
    asio::cancellation_signal stop;
  };
  explicit State(const asio::any_io_executor& executor, std::string_view group_name) : name(group_name), empty(executor, far_future()) {}
  static asio::steady_timer::time_point far_future() { return asio::steady_timer::time_point::max(); }

  std::string name;
  std::list<std::shared_ptr<Entry>> entries;
  asio::steady_timer empty;  // cancelled each time the last task ends
  bool closed = false;
};

TaskGroup::TaskGroup(asio::any_io_executor executor, std::string_view name)
    : executor_(std::move(executor)), state_(std::make_shared<State>(executor_, name)) {}

TaskGroup::~TaskGroup() {
  state_->closed = true;
  cancel();
}

void TaskGroup::spawn(std::string_view name, Awaitable<void> task) {
  if (state_->closed) return;
  auto entry = std::make_shared<State::Entry>();
  entry->name = name;
  state_->entries.push_back(entry);
  const auto ended = [state = state_, entry](std::exception_ptr error) {
    if (error) {
      try {
        std::rethrow_exception(error);
      } catch (const boost::system::system_error& e) {
        // how a cancelled coroutine ends: at its next wait
        if (e.code() != asio::error::operation_aborted)
          log::error("task.failed", {{"group", state->name}, {"task", entry->name}, {"reason", e.what()}});
      } catch (const std::exception& e) {
        log::error("task.failed", {{"group", state->name}, {"task", entry->name}, {"reason", e.what()}});
      } catch (...) {
        log::error("task.failed", {{"group", state->name}, {"task", entry->name}});
      }
    }
    state->entries.remove(entry);
    if (state->entries.empty()) state->empty.cancel();
  };
  asio::co_spawn(executor_, std::move(task), asio::bind_cancellation_slot(entry->stop.slot(), ended));
}

void TaskGroup::cancel() {
  const auto running = state_->entries;  // a task may end, and leave the list, while it is being told
  for (const auto& entry : running) entry->stop.emit(asio::cancellation_type::all);
}

Awaitable<void> TaskGroup::close() {
  const auto state = state_;
  state->closed = true;
  while (!state->entries.empty()) {
    cancel();
    if (state->entries.empty()) break;
    state->empty.expires_at(State::far_future());
    co_await state->empty.async_wait(as_tuple_awaitable);
  }
}

Awaitable<void> TaskGroup::join() {
  const auto state = state_;
  while (!state->entries.empty()) {
    state->empty.expires_at(State::far_future());
    co_await state->empty.async_wait(as_tuple_awaitable);
    const auto cancelled = (co_await asio::this_coro::cancellation_state).cancelled();
    if (cancelled != asio::cancellation_type::none) co_return;
  }
}

std::size_t TaskGroup::size() const { return state_->entries.size(); }

}  // namespace codevoice
