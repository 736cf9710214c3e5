// The few Asio names the whole project uses, so that every file spells them alike.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace codevoice {

namespace asio = boost::asio;

template <class T>
using Awaitable = asio::awaitable<T>;

/// For I/O edges: completes with (error_code, ...) instead of throwing.
inline constexpr auto as_tuple_awaitable = asio::as_tuple(asio::use_awaitable);

}  // namespace codevoice
