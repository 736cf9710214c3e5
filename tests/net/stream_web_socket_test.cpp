#include "net/stream_web_socket.hpp"

#include <gtest/gtest.h>

#include <boost/beast/websocket/error.hpp>

namespace codevoice::net {
namespace {

using Code = boost::beast::websocket::error;

TEST(StreamWebSocket, ClosedAndBrokenConnectionsAreUnavailable) {
  EXPECT_EQ(describe_web_socket_end(Code::closed, "").kind, ErrorKind::Unavailable);
  EXPECT_EQ(describe_web_socket_end(asio::error::connection_reset, "").kind, ErrorKind::Unavailable);
}

TEST(StreamWebSocket, BrokenRulesAreProtocolErrors) {
  EXPECT_EQ(describe_web_socket_end(Code::message_too_big, "").kind, ErrorKind::Protocol);
  EXPECT_EQ(describe_web_socket_end(Code::bad_reserved_bits, "").kind, ErrorKind::Protocol);
}

TEST(StreamWebSocket, OurOwnReasonComesFirst) {
  const auto error = describe_web_socket_end(asio::error::operation_aborted, "the peer reads too slowly");

  EXPECT_EQ(error.kind, ErrorKind::Unavailable);
  EXPECT_EQ(error.message, "the peer reads too slowly");
}

}  // namespace
}  // namespace codevoice::net
