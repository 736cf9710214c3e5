// A deadline by the session's own clock, so that tests can jump over it; and one that also ends with its reply's epoch.
// Errors: Timeout, or Cancelled when the epoch passed. The operation is cancelled and has ended when these return.
#pragma once

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "pipeline/reply_epoch.hpp"

namespace codevoice::pipeline {

template <class T>
Awaitable<Result<T>> within(Clock& clock, Duration limit, Awaitable<Result<T>> operation) {
  using asio::experimental::awaitable_operators::operator||;
  auto first = co_await (std::move(operation) || clock.sleep_for(limit));
  if (first.index() == 0) co_return std::get<0>(std::move(first));
  co_return fail(ErrorKind::Timeout, "timed out");
}

struct ReplyDeadline {
  Clock& clock;
  Duration limit;
  ReplyEpoch& epoch;
  std::uint64_t of;  // the reply's epoch
};

template <class T>
Awaitable<Result<T>> within(ReplyDeadline deadline, Awaitable<Result<T>> operation) {
  using asio::experimental::awaitable_operators::operator||;
  auto first = co_await (std::move(operation) || deadline.clock.sleep_for(deadline.limit) || deadline.epoch.passed(deadline.of));
  if (first.index() == 0) co_return std::get<0>(std::move(first));
  if (first.index() == 2) co_return fail(ErrorKind::Cancelled, "interrupted");
  co_return fail(ErrorKind::Timeout, "timed out");
}

}  // namespace codevoice::pipeline
