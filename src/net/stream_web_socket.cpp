#include "net/stream_web_socket.hpp"

#include <boost/asio/error.hpp>
#include <boost/beast/websocket/error.hpp>

namespace codevoice::net {

Error describe_web_socket_end(const boost::system::error_code& error, const std::string& own_reason) {
  if (!own_reason.empty()) return Error{ErrorKind::Unavailable, own_reason};
  if (error == beast::websocket::error::closed) return Error{ErrorKind::Unavailable, "closed by the peer"};
  const bool is_rule = error.category() == make_error_code(beast::websocket::error::bad_opcode).category();
  if (is_rule) return Error{ErrorKind::Protocol, "WebSocket: " + error.message()};
  return Error{ErrorKind::Unavailable, "the connection ended: " + error.message()};
}

}  // namespace codevoice::net
