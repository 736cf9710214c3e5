// A deadline on anything that can be awaited and cancelled.
// Errors: Timeout when the limit passes first; the operation is cancelled and has ended when this returns.
#pragma once

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <optional>

#include "base/asio.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"

namespace codevoice {

/// Waits for `operation` at most `limit` of real time.
template <class T>
Awaitable<Result<T>> within(Duration limit, Awaitable<Result<T>> operation) {
  using asio::experimental::awaitable_operators::operator||;
  asio::steady_timer timer(co_await asio::this_coro::executor, limit);
  auto first = co_await (std::move(operation) || timer.async_wait(as_tuple_awaitable));
  if (first.index() == 0) co_return std::get<0>(std::move(first));
  co_return fail(ErrorKind::Timeout, "timed out");
}

}  // namespace codevoice
