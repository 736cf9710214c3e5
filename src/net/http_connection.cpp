#include "net/http_connection.hpp"

#include <boost/beast/http/error.hpp>

#include "base/log.hpp"

namespace codevoice::net {

namespace beast = boost::beast;

Awaitable<Reply> ask_handler(const Handler& handler, Request request) {
  try {
    co_return co_await handler(std::move(request));
  } catch (const std::exception& thrown) {
    log::error("net.handler_failed", {{"reason", thrown.what()}});
  }
  co_return plain_response(500, "internal error\n");
}

unsigned status_of_read_error(const boost::system::error_code& error) {
  using Code = beast::http::error;
  if (error == Code::header_limit || error == Code::buffer_overflow) return 431;
  if (error == Code::body_limit) return 413;
  const bool is_gone = error == Code::end_of_stream || error == Code::partial_message;
  const bool is_http = error.category() == make_error_code(Code::bad_target).category();
  return is_http && !is_gone ? 400 : 0;
}

Response plain_response(unsigned status, std::string text) {
  Response response;
  response.status = status;
  response.body = std::move(text);
  return response;
}

}  // namespace codevoice::net
