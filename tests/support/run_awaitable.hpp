// Runs one coroutine to its end on a loop of its own and gives its value.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <optional>

#include "base/asio.hpp"

namespace codevoice::test {

template <class T>
T run(asio::io_context& loop, Awaitable<T> task) {
  std::optional<T> value;
  asio::co_spawn(loop, std::move(task), [&](std::exception_ptr error, T result) {
    if (error) std::rethrow_exception(error);
    value = std::move(result);
  });
  loop.restart();
  while (!value && loop.run_one() > 0) {
  }
  return std::move(value).value();
}

inline void run(asio::io_context& loop, Awaitable<void> task) {
  bool done = false;
  asio::co_spawn(loop, std::move(task), [&](std::exception_ptr error) {
    if (error) std::rethrow_exception(error);
    done = true;
  });
  loop.restart();
  while (!done && loop.run_one() > 0) {
  }
}

template <class T>
T run(Awaitable<T> task) {
  asio::io_context loop;
  return run(loop, std::move(task));
}

}  // namespace codevoice::test
